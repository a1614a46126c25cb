/**
 * Trains and evaluates every task with every seed. What is finished is kept at
 * once, so that the same benchmark, started again, goes on where it ended.
 */
import { createHash } from "node:crypto";

import type { Dataset } from "../dataset/dataset.ts";
import { checkRecipe } from "../recipe/check-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { Reporter } from "../terminal/reporter.ts";
import type { BenchmarkFolder } from "./benchmark-folder.ts";
import type { BenchmarkResult, SeedResult, SkippedTask, TaskResult } from "./benchmark-result.ts";
import { type ChosenSource, chooseSource } from "./choose-source.ts";
import type { TaskFiles } from "./locate-data.ts";
import { readPredictions } from "./read-predictions.ts";
import { resolveTaskRecipe, type Subject } from "./resolve-task-recipe.ts";
import { scoreTask } from "./score-task.ts";
import { selectRows } from "./select-rows.ts";
import type { JglueTask } from "./task.ts";
import type { TrainTask } from "./train-task.ts";

export interface BenchmarkPlan {
  readonly model: string;
  readonly subject: Subject;
  readonly tasks: readonly JglueTask[];
  readonly seeds: readonly number[];
  /** Most rows of a split; null for all. */
  readonly limit: number | null;
  /** Files that were found in a folder; null downloads them. */
  readonly files: ReadonlyMap<JglueTask, TaskFiles> | null;
}

/** What a benchmark needs of the rest of the trainer. */
export interface BenchmarkParts {
  readonly loadRecipe: (task: JglueTask) => Promise<Recipe>;
  readonly prepareData: (recipe: Recipe) => Promise<Dataset>;
  readonly digestDataset: (dataset: Dataset) => string;
  readonly trainTask: TrainTask;
  readonly folder: BenchmarkFolder;
  readonly reporter: Reporter;
}

export async function runBenchmark(
  plan: BenchmarkPlan,
  parts: BenchmarkParts,
): Promise<BenchmarkResult> {
  const { model, limit } = plan;
  const tasks: TaskResult[] = [];
  const skipped: SkippedTask[] = [];
  for (const task of plan.tasks) {
    const chosen = await chooseTask(task, plan, parts);
    if (chosen.kind === "skipped") {
      skipped.push({ task, reason: chosen.reason });
      parts.reporter.line("skipped", `${task}: ${chosen.reason}`);
      continue;
    }
    const seeds: SeedResult[] = [];
    tasks.push({ task, seeds });
    for await (const result of runSeeds(chosen, plan, parts)) {
      seeds.push(result);
      await parts.folder.keepResult({ benchmark: "jglue", model, limit, tasks, skipped });
    }
  }
  return { benchmark: "jglue", model, limit, tasks, skipped };
}

interface ChosenTask {
  readonly kind: "usable";
  readonly task: JglueTask;
  readonly recipe: Recipe;
  readonly dataset: Dataset;
  readonly trainedOnTest: boolean;
}

async function chooseTask(
  task: JglueTask,
  { files, limit, subject }: BenchmarkPlan,
  parts: BenchmarkParts,
): Promise<ChosenTask | Extract<ChosenSource, { kind: "skipped" }>> {
  const shipped = await parts.loadRecipe(task);
  const chosen = chooseSource(shipped.data, files === null ? null : (files.get(task) ?? {}));
  if (chosen.kind === "skipped") return chosen;
  const recipe = { ...shipped, data: chosen.source };
  await checkRecipe(resolveTaskRecipe(recipe, subject, recipe.training.seed));
  const dataset = selectRows(await parts.prepareData(recipe), limit);
  return { kind: "usable", task, recipe, dataset, trainedOnTest: chosen.trainedOnTest };
}

async function* runSeeds(
  { task, recipe: taskRecipe, dataset, trainedOnTest }: ChosenTask,
  { subject, seeds }: BenchmarkPlan,
  parts: BenchmarkParts,
): AsyncGenerator<SeedResult> {
  for (const seed of seeds) {
    const recipe = resolveTaskRecipe(taskRecipe, subject, seed);
    const runName = nameRun(task, recipe, parts.digestDataset(dataset));
    const finished = await parts.folder.readScore(runName);
    if (finished === null) parts.reporter.line("benchmark", `${task}, seed ${seed}`);
    else parts.reporter.line("benchmark", `${task}, seed ${seed}: finished before`);
    yield finished ?? (await runSeed(recipe, dataset, runName, trainedOnTest, parts));
  }
}

/** The same recipe and data find their finished training again; where the files lie plays no part. */
function nameRun(task: JglueTask, recipe: Recipe, dataDigest: string): string {
  const decisive = JSON.stringify({ ...recipe, description: "", data: dataDigest });
  const digest = createHash("sha256").update(decisive).digest("hex");
  return `${task}-seed-${recipe.training.seed}-${digest.slice(0, DIGEST_LETTERS)}`;
}

const DIGEST_LETTERS = 12;

async function runSeed(
  recipe: Recipe,
  dataset: Dataset,
  runName: string,
  trainedOnTest: boolean,
  { trainTask, folder }: BenchmarkParts,
): Promise<SeedResult> {
  const trained = await trainTask(recipe, dataset, runName);
  const logits = await readPredictions(trained.predictionsFile);
  const { train, validation } = dataset.splits;
  const result = {
    seed: recipe.training.seed,
    scores: scoreTask(dataset, logits, trained.windows),
    rows: { train: train.length, validation: validation.length },
    trained_on_test: trainedOnTest,
    train_seconds: trained.trainSeconds,
  };
  await folder.keepScore(runName, result);
  return result;
}
