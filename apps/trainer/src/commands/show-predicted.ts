import type { Predicted } from "../predict/run-prediction.ts";
import type { Release } from "../release/release.ts";
import { formatPercent } from "../terminal/reporter.ts";
import { showPath } from "../terminal/show-path.ts";
import { formatTable } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { PredictPlan } from "./predict-options.ts";

interface Shown {
  readonly release: Release;
  readonly plan: PredictPlan;
  readonly json: boolean;
}

/** Where the files are, and how often which label was given; nothing more on a stdout that has the rows. */
export function showPredicted(predicted: Predicted, shown: Shown, terminal: Terminal): void {
  const { plan, release } = shown;
  const { reporter, callerDir } = terminal;
  const badRowsPath = predicted.tally.bad > 0 ? plan.badRowsPath : null;
  if (badRowsPath !== null) reporter.line("bad rows", showPath(badRowsPath, callerDir));
  if (plan.outputPath === null) return;
  reporter.line("output", showPath(plan.outputPath, callerDir));
  if (shown.json) terminal.printJson(toResult(predicted, badRowsPath, shown));
  else terminal.print(describeLabels(predicted, release.manifest.labels));
}

function toResult(
  { position, tally, seconds }: Predicted,
  errors: string | null,
  { release, plan }: Shown,
) {
  const { name, version } = release.manifest;
  const { manifestSha256 } = release;
  const { inputPath: input, outputPath: output } = plan;
  return {
    model: { name, version, manifestSha256 },
    input,
    output,
    errors,
    rows: position.rows,
    ...tally,
    seconds,
  };
}

function describeLabels({ tally }: Predicted, labels: readonly string[]): string {
  const { labelled, abstained } = tally;
  const share = (count: number): string => (labelled === 0 ? "-" : formatPercent(count / labelled));
  const rows = labels.map((label): [string, number] => [label, tally.labels[label] ?? 0]);
  return formatTable(
    ["label", "rows", "share"],
    [...rows, ["(abstained)", abstained] as const].map(([label, count]) => [
      label,
      String(count),
      share(count),
    ]),
  );
}
