/** What `train` is to do: a new run by a recipe, or an interrupted one to its end. */
import { access } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { KanjoError } from "@kanjo/shared/error";

import type { Dataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import type { Launch } from "../engine/launch.ts";
import { keepRun, readKeptRun, requireSameData, type RunOptions } from "../pipeline/run-state.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { createRunFolder, openRunFolder, type RunFolder } from "../run/run-folder.ts";
import { createVersion } from "../run/version.ts";
import { chooseLaunch } from "./launch-options.ts";
import { applyRecipeOptions, DEFAULT_RECIPE, locateDictionary } from "./recipe-options.ts";
import { parseVersion, type TrainOptions } from "./train-options.ts";

export interface TrainPlan {
  readonly recipe: Recipe;
  readonly launch: Launch;
  readonly options: Omit<RunOptions, "dataSha256">;
  /** Folder of a run that goes on; null for a new one. */
  readonly resumed: string | null;
  /** Makes or opens the run's folder. @throws KanjoError `run-exists`, `run-busy`, `resume-mismatch` */
  readonly openRun: (dataset: Dataset) => Promise<RunFolder>;
}

/** @throws KanjoError `usage` and what a recipe or a run that cannot be read throws */
export function planTraining(
  options: TrainOptions,
  callerDir: string,
  now: () => Date,
): Promise<TrainPlan> {
  return options.resume === undefined
    ? planNewRun(options, callerDir, now)
    : planResumedRun(options.resume, options, callerDir);
}

async function planNewRun(
  options: TrainOptions,
  callerDir: string,
  now: () => Date,
): Promise<TrainPlan> {
  const shipped = await loadRecipe(options.recipe ?? DEFAULT_RECIPE, callerDir);
  const recipe = applyRecipeOptions(shipped, options, callerDir);
  const launch = chooseLaunch(options);
  refuseDomainOfCluster(recipe, launch);
  const runOptions = {
    version: parseVersion(options.version ?? createVersion(recipe.name, now())),
    seeds: options.seeds ?? null,
    processes: launch.processes,
    dictionaryFile: locateDictionary(options, callerDir),
    allowPickle: options.allowPickle === true,
    acceptLicense: options.acceptLicense === true,
    withBaseline: options.baseline,
    withReport: options.report,
    publish: options.publish,
    force: options.force === true,
    channel: options.channel ?? "production",
  };
  const openRun = async (dataset: Dataset): Promise<RunFolder> => {
    const run = await createRunFolder(
      resolve(callerDir, options.runs),
      nameFolder(runOptions.version, launch),
    );
    await keepRun(run, {
      recipe,
      options: { ...runOptions, dataSha256: digestDataset(dataset) },
    });
    return run;
  };
  return { recipe, launch, options: runOptions, resumed: null, openRun };
}

/** Machines that see the same folder each have their own run in it. */
function nameFolder(version: string, { cluster }: Launch): string {
  return cluster === null || cluster.nodeRank === 0
    ? version
    : `${version}-node-${cluster.nodeRank}`;
}

/** The other machines would not see what the first has learned. */
function refuseDomainOfCluster(recipe: Recipe, { cluster }: Launch): void {
  if (cluster === null || recipe.domain === null) return;
  throw new KanjoError("usage", `recipe ${recipe.name} has a domain, which one machine trains`, {
    hint: "Train it there with --processes; then give its engine/domain/checkpoint to all as --base.",
  });
}

async function planResumedRun(
  name: string,
  options: TrainOptions,
  callerDir: string,
): Promise<TrainPlan> {
  const dir = await findRunDir(name, options, callerDir);
  const kept = await readKeptRun(dir);
  const recipe = await recheckRecipe(kept.recipe, options, callerDir);
  const launch = chooseLaunch(options, kept.options.processes);
  return {
    recipe,
    launch,
    options: {
      ...kept.options,
      acceptLicense: kept.options.acceptLicense || options.acceptLicense === true,
      withBaseline: kept.options.withBaseline && options.baseline,
      withReport: kept.options.withReport && options.report,
      publish: kept.options.publish && options.publish,
      force: kept.options.force || options.force === true,
      channel: options.channel ?? kept.options.channel,
    },
    resumed: dir,
    openRun: (dataset) => {
      requireSameData(dataset, kept.options);
      return openRunFolder(dir);
    },
  };
}

/** A run is named by its folder, or by its version among the runs. */
async function findRunDir(
  name: string,
  { runs }: TrainOptions,
  callerDir: string,
): Promise<string> {
  const [path, version] = [resolve(callerDir, name), resolve(callerDir, runs, name)];
  const isPath = await access(join(path, "recipe.json")).then(
    () => true,
    () => false,
  );
  return isPath || basename(name) !== name ? path : version;
}

/** Options that change the recipe are welcome where they change nothing. */
async function recheckRecipe(
  kept: Recipe,
  options: TrainOptions,
  callerDir: string,
): Promise<Recipe> {
  const begun = options.recipe === undefined ? kept : await loadRecipe(options.recipe, callerDir);
  const asked = applyRecipeOptions(begun, options, callerDir);
  const differing = DECISIVE_FIELDS.filter(
    (field) => !isDeepStrictEqual(kept[field], asked[field]),
  );
  if (differing.length === 0) return kept;
  throw new KanjoError(
    "resume-mismatch",
    `the run was begun with another ${differing.join(", ")} in its recipe`,
    { hint: "Give --resume alone to go on, or train anew without it." },
  );
}

const DECISIVE_FIELDS = [
  "name",
  "model_name",
  "data",
  "labels",
  "tokenizer",
  "model",
  "domain",
  "distillation",
  "training",
] as const;
