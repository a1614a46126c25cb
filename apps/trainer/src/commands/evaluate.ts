import { resolve } from "node:path";

import { Command } from "commander";
import * as z from "zod";

import { measureSeconds } from "../pipeline/stage.ts";
import type { Release } from "../release/release.ts";
import { describeSplit } from "../report/describe-split.ts";
import { type ScoredSplit, scoreSplits } from "../report/score-splits.ts";
import { formatDuration, formatNumberOf, type Reporter } from "../terminal/reporter.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { writeAtomically } from "../write-atomically.ts";
import { describeEvaluation } from "./describe-evaluation.ts";
import {
  addEvaluationOptions,
  evaluationOptionFields,
  loadOptionsData,
  openRelease,
} from "./evaluation-options.ts";
import { type EvaluatedReport, toEvaluationResult } from "./evaluation-result.ts";
import { parseOptions } from "./parse-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer evaluate runs/quickstart-20261123-194500
  $ pnpm --filter trainer evaluate @production --data reviews.csv --text-column body
  $ pnpm --filter trainer evaluate v7 --recipe quickstart --split test
  $ pnpm --silent --filter trainer evaluate release --data new.tsv --json > figures.json
  $ pnpm --filter trainer evaluate @production --data new.csv --predictions answers.jsonl

The model is a folder of a release or a run, a published version, or @channel. A run is
evaluated on its own data unless others are named. A file of --data is taken as it is:
without --split-column all of its rows are one split, "all".`;

export function createEvaluateCommand(terminal: Terminal): Command {
  const command = new Command("evaluate")
    .description("evaluate any version of a model on any labelled data, with the published bytes")
    .argument("<model>", "folder of a release or a run, published version, or @channel");
  return addEvaluationOptions(command)
    .option("--predictions <file>", "write every answer as a line of JSON")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (model: string, raw: unknown) => {
      await evaluate(model, parseOptions(EvaluateOptions, raw, "evaluate"), terminal);
    });
}

const EvaluateOptions = z.object({
  ...evaluationOptionFields,
  predictions: z.string().min(1).optional(),
  json: z.boolean().optional(),
});
type EvaluateOptions = z.infer<typeof EvaluateOptions>;

async function evaluate(
  model: string,
  options: EvaluateOptions,
  terminal: Terminal,
): Promise<void> {
  const { reporter, callerDir } = terminal;
  const release = await openRelease(model, options, terminal);
  const data = await loadOptionsData([release], options, terminal);
  const { result: scored, seconds } = await measureSeconds(() =>
    scoreSplits(release, data.splits, reporter),
  );
  reportSpeed(scored, seconds, reporter);
  if (options.predictions !== undefined) {
    const file = resolve(callerDir, options.predictions);
    await writePredictions(file, scored);
    reporter.line("answers", showPath(file, callerDir));
  }
  const splits = scored.map((split) => describeScored(split, release));
  if (options.json === true) terminal.printJson(toEvaluationResult(release, splits, seconds));
  else terminal.print(describeEvaluation(splits, release.manifest.labels));
}

function reportSpeed(splits: readonly ScoredSplit[], seconds: number, reporter: Reporter): void {
  const count = splits.reduce((sum, { scored }) => sum + scored.length, 0);
  const texts = formatNumberOf(count, "text");
  const rate = (count / seconds).toFixed(0);
  reporter.line("evaluate", `${texts} in ${formatDuration(seconds)}, ${rate} texts/s`);
}

/** Rows count from 1 within their split. */
async function writePredictions(file: string, splits: readonly ScoredSplit[]): Promise<void> {
  const lines = splits.flatMap(({ split, scored }) =>
    scored.map(({ example, answer }, index) => {
      const { source, text, label: gold } = example;
      const { label, scores, tokens, truncated } = answer;
      return `${JSON.stringify({ split, row: index + 1, source, text, gold, label, scores, tokens, truncated })}\n`;
    }),
  );
  await writeAtomically(file, new TextEncoder().encode(lines.join("")));
}

function describeScored({ split, scored }: ScoredSplit, { manifest }: Release): EvaluatedReport {
  return describeSplit(split, scored, manifest.labels, manifest.calibration);
}
