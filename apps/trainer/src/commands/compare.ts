import { resolve } from "node:path";

import { Command } from "commander";
import * as z from "zod";

import { buildCompareReport } from "../report/build-compare-report.ts";
import { writeCompareReport } from "../report/write-report.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { describeCompared } from "./describe-compared.ts";
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
  $ pnpm --filter trainer compare @production runs/quickstart-20261123-194500
  $ pnpm --filter trainer compare v7 v8 --data reviews.csv --text-column body
  $ pnpm --filter trainer compare runs/a runs/b --split validation --output comparison
  $ pnpm --silent --filter trainer compare @production @canary --recipe quickstart --json

Both answer the same texts: those of the data that are named, or the test split of the
second model's run, or of the first's. docs/evaluation.md says what every figure means.`;

export function createCompareCommand(terminal: Terminal): Command {
  const command = new Command("compare")
    .description("compare two versions on the same texts, with every text whose label changes")
    .argument("<a>", "folder of a release or a run, published version, or @channel")
    .argument("<b>", "the other one, the newer as a rule");
  return addEvaluationOptions(command)
    .option("--output <folder>", "default: ./compare-<a>-<b>")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (a: string, b: string, raw: unknown) => {
      await compare(a, b, parseOptions(CompareOptions, raw, "compare"), terminal);
    });
}

const CompareOptions = z.object({
  ...evaluationOptionFields,
  output: z.string().min(1).optional(),
  json: z.boolean().optional(),
});
type CompareOptions = z.infer<typeof CompareOptions>;

async function compare(
  referenceA: string,
  referenceB: string,
  options: CompareOptions,
  terminal: Terminal,
): Promise<void> {
  const { reporter, callerDir } = terminal;
  const a = await openRelease(referenceA, options, terminal);
  const b = await openRelease(referenceB, options, terminal);
  requireSameLabels(a, b);
  const { splits } = await loadOptionsData([b, a], options, terminal);
  const texts = splits.at(-1);
  if (texts === undefined) throw new Error("evaluation data have a split");
  const report = await buildCompareReport({ a, b, texts, now: () => new Date() }, reporter);
  const { output = `compare-${a.manifest.version}-${b.manifest.version}` } = options;
  const files = await writeCompareReport(report, resolve(callerDir, output));
  reporter.line("compare", showPath(files.html, callerDir));
  if (options.json === true) terminal.printJson(report);
  else terminal.print(describeCompared(report));
}
