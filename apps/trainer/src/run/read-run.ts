/**
 * What a run folder says of its training, whatever state and layout it is in:
 * what is missing or broken is named, and never keeps the rest from being shown.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import { ENVIRONMENT_FILE, RunEnvironment } from "./environment.ts";
import { readCurve, summarizeCurve } from "./curve.ts";
import { findProcess } from "./process-record.ts";
import { type JsonFile, readJson } from "../read-json.ts";
import {
  type RunResult,
  RunResultFile,
  SearchResultFile,
  toRunResult,
  toSearchResult,
} from "./run-result.ts";

/** `broken`: there is no recipe that can be read, or no result where there should be one. */
type RunState = "finished" | "running" | "interrupted" | "broken";

export type RecipeRecord = Readonly<Record<string, z.core.util.JSONType>>;

export interface Run {
  /** Path within the folder of runs: `quickstart-20261123-194500`, `search-1/trial-3`. */
  readonly name: string;
  readonly dir: string;
  readonly state: RunState;
  /** When the training began, ISO 8601; null where nothing says so. */
  readonly date: string | null;
  /** As resolved, in the layout of its time. */
  readonly recipe: RecipeRecord | null;
  readonly environment: RunEnvironment | null;
  readonly result: RunResult;
  /** Bytes of the model that is served; null before a release. */
  readonly modelBytes: number | null;
  /** Files that are missing or cannot be read. */
  readonly problems: readonly string[];
}

const Recipe = z.record(z.string(), z.json());

const Release = z.object({
  files: z.array(z.object({ path: z.string(), bytes: z.number() })),
  entrypoints: z.object({ model: z.string() }),
});

/** @param name of the run, for people */
export async function readRun(dir: string, name: string): Promise<Run> {
  const recipe = await readJson(join(dir, "recipe.json"), Recipe);
  const result = await readResult(dir);
  const environment = await readJson(join(dir, ENVIRONMENT_FILE), RunEnvironment);
  const release = await readJson(join(dir, "release/manifest.json"), Release);
  const state = await findState(dir, recipe.value !== null, result);
  return {
    name,
    dir,
    state,
    date: environment.value?.startedAt ?? dateOfVersion(name) ?? (await readChange(dir)),
    recipe: recipe.value,
    environment: environment.value,
    result: result.value ?? summarizeCurve(await readCurve(dir)),
    modelBytes: release.value === null ? null : sizeOf(release.value),
    problems: [recipe, result, environment, release].flatMap(({ problem }) => problem ?? []),
  };
}

/** Of a training or of a search. */
async function readResult(dir: string): Promise<JsonFile<RunResult>> {
  const file = join(dir, "result.json");
  const search = await readJson(file, SearchResultFile);
  if (search.value !== null) return { value: toSearchResult(search.value), problem: null };
  const result = await readJson(file, RunResultFile);
  return result.value === null ? result : { value: toRunResult(result.value), problem: null };
}

async function findState(
  dir: string,
  hasRecipe: boolean,
  result: JsonFile<RunResult>,
): Promise<RunState> {
  // One process may train several runs: those that have a result have ended.
  if (hasRecipe && result.value !== null) return "finished";
  if ((await findProcess(dir)) !== null) return "running";
  const hasUnreadableResult = result.problem !== null && !result.problem.endsWith("is missing");
  return hasRecipe && !hasUnreadableResult ? "interrupted" : "broken";
}

function sizeOf({ files, entrypoints }: z.infer<typeof Release>): number | null {
  return files.find(({ path }) => path === entrypoints.model)?.bytes ?? null;
}

/** `quickstart-20261123-194500` says when it was made. */
function dateOfVersion(name: string): string | null {
  const [, date = "", time = ""] = /-(\d{8})-(\d{6})$/.exec(name) ?? [];
  const day = date.replace(/(....)(..)(..)/, "$1-$2-$3");
  const written = `${day}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`;
  return Number.isNaN(Date.parse(written)) ? null : new Date(written).toISOString();
}

/** When something was last added to the folder. */
async function readChange(dir: string): Promise<string | null> {
  return stat(dir).then(
    ({ mtime }) => mtime.toISOString(),
    () => null,
  );
}
