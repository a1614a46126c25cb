/** One run in full: what went in, where it ran, how it went. */
import { stringify } from "yaml";

import { describeScore, describeScores, formatScore } from "../terminal/describe-scores.ts";
import { formatBytes, formatCount, formatDuration, formatNumberOf } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import { describeCurve } from "./describe-curve.ts";
import { formatDate } from "./describe-runs.ts";
import type { Metrics } from "./read-metrics.ts";
import type { Run } from "./read-run.ts";
import type { SeedScores } from "./run-result.ts";
import type { SplitScores } from "./split-scores.ts";

/** @param metrics null where the engine has written none */
export function describeRun(run: Run, metrics: Metrics | null): string {
  return [
    describeOutcome(run),
    section("environment", describeEnvironment(run)),
    section("epochs", metrics === null ? "" : describeCurve(metrics)),
    section("recipe", run.recipe === null ? "" : stringify(run.recipe).trimEnd()),
    section("not there", [...run.problems, ...describeUnreadable(metrics)].join("\n")),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function section(title: string, text: string): string {
  return text === "" ? "" : `${title}\n${text.replaceAll(/^/gm, "  ")}`;
}

function describeOutcome({ name, state, date, result, modelBytes }: Run): string {
  const { parameters, trainedParameters, trainSeconds, samplesPerSecond, peakMemoryBytes } = result;
  const facts: readonly [string, string | null][] = [
    ["run", name],
    ["state", state],
    ["date", date === null ? null : `${formatDate(date)} UTC`],
    ["validation", describeSplit(result.validation, result.bestEpoch)],
    ["test", describeSplit(result.test, null)],
    ["seeds", describeSeeds(result.seeds?.validation ?? null, "validation")],
    ["", describeSeeds(result.seeds?.test ?? null, "test")],
    ["baseline", describeSplit(result.baseline, null)],
    ["parameters", describeParameters(parameters, trainedParameters)],
    ["time", trainSeconds === null ? null : formatDuration(trainSeconds)],
    ["speed", samplesPerSecond === null ? null : `${samplesPerSecond.toFixed(1)} rows/s`],
    ["memory", peakMemoryBytes === null ? null : `${formatBytes(peakMemoryBytes)} at its peak`],
    ["model", modelBytes === null ? null : formatBytes(modelBytes)],
  ];
  return describeFacts(facts);
}

/** Names in a column, what is known of them in another. */
function describeFacts(facts: readonly (readonly [string, string | null])[]): string {
  const known = facts.filter(([, value]) => value !== null);
  const [first = [], ...rest] = known.map(([name, value]) => [name, value ?? ""]);
  return formatTable(first, rest);
}

function describeSplit(split: SplitScores | null, bestEpoch: number | null): string | null {
  if (split === null) return null;
  const of = [
    ...(split.count === null ? [] : [`${split.count} rows`]),
    ...(bestEpoch === null ? [] : [`epoch ${bestEpoch}`]),
  ];
  return `${describeScores(split.scores)}${of.length === 0 ? "" : ` (${of.join(", ")})`}`;
}

function describeSeeds(scores: SeedScores | null, split: string): string | null {
  if (scores === null) return null;
  const described = Object.entries(scores).map(([score, { mean, deviation }]) => {
    const spread = deviation === null ? "" : ` ± ${formatScore(score, deviation)}`;
    return `${describeScore(score, mean)}${spread}`;
  });
  return `${split} ${described.join(", ")}`;
}

function describeParameters(all: number | null, trained: number | null): string | null {
  if (all === null) return null;
  return trained === null || trained === all
    ? formatCount(all)
    : `${formatCount(all)}, ${formatCount(trained)} of them trained`;
}

function describeEnvironment({ environment }: Run): string {
  if (environment === null) return "";
  const { hardware, libraries, node, platform, gitCommit } = environment;
  return describeFacts([
    ["cpu", `${hardware.cpu}, ${hardware.cores} cores, ${formatBytes(hardware.memoryBytes)}`],
    ["gpu", hardware.gpu ?? "none"],
    ["processes", String(hardware.processes)],
    ["platform", platform],
    ["commit", gitCommit],
    ["node", node],
    ...Object.entries(libraries),
  ]);
}

function describeUnreadable(metrics: Metrics | null): readonly string[] {
  if (metrics === null) return ["engine/metrics.jsonl is missing"];
  const { unreadable } = metrics;
  return unreadable === 0
    ? []
    : [`engine/metrics.jsonl has ${formatNumberOf(unreadable, "line")} that cannot be read`];
}
