/** The table of runs. */
import { describeScore } from "../terminal/describe-scores.ts";
import { formatBytes, formatCount, formatDuration } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import type { Run } from "./read-run.ts";
import { primaryScore, type SplitScores } from "./split-scores.ts";

const HEADERS = [
  "run",
  "recipe",
  "state",
  "validation",
  "test",
  "time",
  "parameters",
  "model",
  "date (UTC)",
];

/** A line a run: what it was, how far it came, what came out. */
export function describeRuns(runs: readonly Run[]): string {
  return formatTable(HEADERS, runs.map(toCells));
}

function toCells(run: Run): readonly string[] {
  const { validation, test, trainSeconds, parameters } = run.result;
  return [
    run.name,
    readRecipeName(run) ?? "-",
    run.state,
    describePrimary(validation),
    describePrimary(test),
    trainSeconds === null ? "-" : formatDuration(trainSeconds),
    parameters === null ? "-" : formatCount(parameters),
    run.modelBytes === null ? "-" : formatBytes(run.modelBytes),
    run.date === null ? "-" : formatDate(run.date),
  ];
}

/** Null where the recipe cannot be read. */
function readRecipeName({ recipe }: Run): string | null {
  const name = recipe?.["name"];
  return typeof name === "string" ? name : null;
}

/** `accuracy 88.9 %`; `-` where there is none. */
function describePrimary(split: SplitScores | null): string {
  const value = split === null ? undefined : primaryScore(split);
  return split === null || value === undefined ? "-" : describeScore(split.primary, value);
}

/** `2026-11-23 19:45` */
export function formatDate(iso: string): string {
  return iso.slice(0, 16).replace("T", " ");
}
