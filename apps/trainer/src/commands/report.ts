import { join, resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";
import * as z from "zod";

import type { EvaluatedSplit } from "../evaluation-data/evaluation-data.ts";
import { findRunDir } from "../evaluation-data/find-run-dir.ts";
import { haveSameLabels } from "../evaluation/have-same-labels.ts";
import type { Release } from "../release/release.ts";
import { buildReport } from "../report/build-report.ts";
import { nameAnswers, type OtherAnswers } from "../report/compare-answers.ts";
import { scoreSplits, scoreTexts } from "../report/score-splits.ts";
import { writeReport } from "../report/write-report.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Reporter } from "../terminal/reporter.ts";
import type { Terminal } from "../terminal/terminal.ts";
import {
  addEvaluationOptions,
  evaluationOptionFields,
  loadOptionsData,
  openRelease,
} from "./evaluation-options.ts";
import { parseOptions } from "./parse-options.ts";
import { requireSameLabels } from "./require-same-labels.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer report runs/quickstart-20261123-194500
  $ pnpm --filter trainer report @production --data reviews.csv --output report
  $ pnpm --filter trainer report runs/wrime-20261124-081500 --against v7
  $ pnpm --silent --filter trainer report release --recipe quickstart --no-against --json

The page needs no network. Without --against the model is compared with what the channel
production serves, where that can be reached, is another version and has the same labels.
docs/evaluation.md says what every figure means.`;

export function createReportCommand(terminal: Terminal): Command {
  const command = new Command("report")
    .description("write a report on a model as JSON and as one HTML page, with its errors")
    .argument("<model>", "folder of a release or a run, published version, or @channel");
  return addEvaluationOptions(command)
    .option("--against <model>", "version to compare with (default: @production)")
    .option("--no-against", "compare with no other version")
    .option("--output <folder>", "default: report in the run folder, or ./report-<version>")
    .option("--json", "print one JSON object on stdout: the paths")
    .addHelpText("after", EXAMPLES)
    .action(async (model: string, raw: unknown) => {
      await report(model, parseOptions(ReportOptions, raw, "report"), terminal);
    });
}

const ReportOptions = z.object({
  ...evaluationOptionFields,
  against: z.union([z.string().min(1), z.literal(false)]).optional(),
  output: z.string().min(1).optional(),
  json: z.boolean().optional(),
});
type ReportOptions = z.infer<typeof ReportOptions>;

async function report(model: string, options: ReportOptions, terminal: Terminal): Promise<void> {
  const { reporter, callerDir } = terminal;
  const release = await openRelease(model, options, terminal);
  const { splits, train } = await loadOptionsData([release], options, terminal);
  const other = await openOther(release, options, terminal);
  const runDir = await findRunDir(release);
  const answers = {
    splits: await scoreSplits(release, splits, reporter),
    other: other && (await askOther(other, splits, reporter)),
  };
  const request = { release, train, runDir, ...answers, now: () => new Date() };
  const built = await buildReport(request, reporter);
  const folder = chooseFolder(options.output, runDir, release, callerDir);
  const files = await writeReport(built, folder);
  if (options.json === true) terminal.printJson(files);
  else terminal.print([files.html, files.json].map((path) => showPath(path, callerDir)).join("\n"));
}

/** What the other release answers to the texts that both are compared on. */
async function askOther(
  other: Release,
  splits: readonly EvaluatedSplit[],
  reporter: Reporter,
): Promise<OtherAnswers | null> {
  const last = splits.at(-1);
  return last === undefined ? null : nameAnswers(other, await scoreTexts(other, last, reporter));
}

function chooseFolder(
  output: string | undefined,
  runDir: string | null,
  { manifest }: Release,
  callerDir: string,
): string {
  if (output !== undefined) return resolve(callerDir, output);
  return runDir === null ? join(callerDir, `report-${manifest.version}`) : join(runDir, "report");
}

async function openOther(
  release: Release,
  options: ReportOptions,
  terminal: Terminal,
): Promise<Release | null> {
  const { against } = options;
  if (against === false) return null;
  if (against === undefined) return openProduction(release, options, terminal);
  const other = await openRelease(against, options, terminal);
  requireSameLabels(other, release);
  return other;
}

/** A report does without it: whatever keeps it from being read or compared is told, and no more. */
async function openProduction(
  release: Release,
  options: ReportOptions,
  terminal: Terminal,
): Promise<Release | null> {
  const tell = (reason: string): null => {
    terminal.reporter.line("compare", `with no other version: ${reason}`);
    return null;
  };
  try {
    const { name } = release.manifest;
    const other = await openRelease("@production", { ...options, modelName: name }, terminal);
    if (other.manifest.version === release.manifest.version) return tell("production serves this");
    const isComparable = haveSameLabels(other.manifest.labels, release.manifest.labels);
    return isComparable ? other : tell("production has other labels");
  } catch (error) {
    if (!(error instanceof KanjoError) || error.code === "interrupted") throw error;
    return tell(error.message);
  }
}
