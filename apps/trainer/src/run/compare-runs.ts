/** Runs side by side: what they do not have in common, and what came of it. */
import { formatScore, nameScore } from "../terminal/describe-scores.ts";
import { formatBytes, formatCount, formatDuration } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import type { RecipeRecord, Run } from "./read-run.ts";
import type { SplitScores } from "./split-scores.ts";

type Value = RecipeRecord[string];

/** A field and its value in each run; undefined where a run has no such field. */
export interface ComparedField {
  readonly field: string;
  readonly values: readonly (Value | undefined)[];
}

/** Prose does not change a model. */
const UNCOMPARED = "description";

/** Fields of the recipes that are not the same in all runs, by path: `training.seed`. */
export function compareRecipes(runs: readonly Run[]): readonly ComparedField[] {
  const recipes = runs.map(({ recipe }) => new Map(recipe === null ? [] : flatten(recipe)));
  const fields = new Set(recipes.flatMap((recipe) => [...recipe.keys()]));
  return [...fields]
    .filter((field) => field !== UNCOMPARED)
    .map((field) => ({ field, values: recipes.map((recipe) => recipe.get(field)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

/** A table with a column a run. */
export function describeComparison(runs: readonly Run[]): string {
  const rows = [
    ...compareRecipes(runs).map(({ field, values }) => [field, ...values.map(describeValue)]),
    ["state", ...runs.map(({ state }) => state)],
    ...compareScores(runs, "validation"),
    ...compareScores(runs, "test"),
    ...compareFigures(runs),
  ];
  return formatTable(["", ...runs.map(({ name }) => name)], rows);
}

/** Lists stay whole: their places mean something together. */
function flatten(value: RecipeRecord, path = ""): readonly (readonly [string, Value])[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    isRecord(inner) ? flatten(inner, `${path}${name}.`) : [[`${path}${name}`, inner] as const],
  );
}

function isRecord(value: Value): value is { [name: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describeValue(value: Value | undefined): string {
  if (value === undefined || value === null) return "-";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function compareScores(
  runs: readonly Run[],
  split: "validation" | "test",
): readonly (readonly string[])[] {
  const all: readonly (SplitScores | null)[] = runs.map(({ result }) => result[split]);
  const names = [...new Set(all.flatMap((one) => Object.keys(one?.scores ?? {})))];
  return names.map((name) => [
    `${split} ${nameScore(name)}`,
    ...all.map((one) => describe(one?.scores[name], (value) => formatScore(name, value))),
  ]);
}

function compareFigures(runs: readonly Run[]): readonly (readonly string[])[] {
  const row = (
    name: string,
    read: (run: Run) => number | null,
    format: (value: number) => string,
  ): readonly string[] => [name, ...runs.map((run) => describe(read(run), format))];
  return [
    row("best epoch", ({ result }) => result.bestEpoch, String),
    row("time", ({ result }) => result.trainSeconds, formatDuration),
    row(
      "rows/s",
      ({ result }) => result.samplesPerSecond,
      (value) => value.toFixed(1),
    ),
    row("peak memory", ({ result }) => result.peakMemoryBytes, formatBytes),
    row("parameters", ({ result }) => result.parameters, formatCount),
    row("model", ({ modelBytes }) => modelBytes, formatBytes),
    ["hardware", ...runs.map(describeHardware)],
  ];
}

function describe(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? "-" : format(value);
}

function describeHardware({ environment }: Run): string {
  return environment === null ? "-" : (environment.hardware.gpu ?? environment.hardware.cpu);
}
