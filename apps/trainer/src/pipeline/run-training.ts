/**
 * The main job, one stage after another: from a checked dataset to a trained
 * model and, where the worker can serve it, a release folder. Several seeds are
 * trained from the same preparation, each in a folder of its own; the best is
 * released. What had finished before an interruption is not run again.
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";

import type { EngineMetrics } from "@kanjo/shared/contract/event";
import type { Manifest } from "@kanjo/shared/manifest";

import type { Dataset } from "../dataset/dataset.ts";
import type { Release } from "../release/release.ts";
import type { ReportFiles } from "../report/write-report.ts";
import { compareWithServed } from "./compare-with-served.ts";
import type { PipelineContext } from "./context.ts";
import { isServable } from "./describe-task.ts";
import { openSeedContexts } from "./open-seed-contexts.ts";
import { type PreparedTraining, prepareTraining } from "./prepare-training.ts";
import { reportModel } from "./report-model.ts";
import { reportSeconds } from "./report-seconds.ts";
import { chooseBest, reportSeeds, summarizeSeeds } from "./summarize-seeds.ts";
import { joinTraining } from "./train-model.ts";
import { type TrainedSeed, trainSeed } from "./train-seed.ts";
import { type ServedTokenizer, trimVocabulary } from "./trim-vocabulary.ts";
import { writeModelRelease } from "./write-model-release.ts";

export interface TrainingPlan {
  /** Of the release. */
  readonly version: string;
  /** Null trains once, with the recipe's seed, in the run's own folder. */
  readonly seeds: readonly number[] | null;
  /** What the channel serves that the model is trained for; null where that is nothing, or nothing is to be published. */
  readonly findServed: () => Promise<Release | null>;
  /** Whether `report/` is written. */
  readonly withReport: boolean;
  readonly now: () => Date;
}

export interface FinishedTraining {
  /** The best of the seeds, or the only one. */
  readonly best: TrainedSeed;
  /** All of them, in the order in which they were asked for. */
  readonly seeds: readonly TrainedSeed[];
  readonly prepared: PreparedTraining;
  readonly baseline: EngineMetrics | null;
  /** Null for what the worker cannot serve. */
  readonly manifest: Manifest | null;
  /** Null where none was written. */
  readonly report: ReportFiles | null;
}

/** @param dataset checked */
export async function runTraining(
  dataset: Dataset,
  plan: TrainingPlan,
  context: PipelineContext,
): Promise<FinishedTraining> {
  const prepared = await prepareTraining(dataset, context);
  const tokenizer = isServable(dataset) ? await trimVocabulary(dataset, prepared, context) : null;
  const seeds: TrainedSeed[] = [];
  for (const seedContext of await openSeedContexts(plan.seeds, context)) {
    if (plan.seeds !== null)
      context.reporter.line("seed", String(seedContext.recipe.training.seed));
    seeds.push(await trainSeed(dataset, prepared, tokenizer, seedContext));
    if (plan.seeds !== null) await keepResult(seeds.slice(-1), null, seedContext);
  }
  const best = chooseBest(seeds);
  if (plan.seeds !== null) {
    reportSeeds(seeds, best, context.reporter);
    await keepCheckpoint(best, context);
  }
  const released = await release(dataset, prepared, tokenizer, best, plan, context);
  // What the engine counted has the time before an interruption, too.
  context.seconds.set("train", sum(seeds.map(({ training }) => training.train_seconds)));
  await keepResult(seeds, prepared.baseline, context);
  reportSeconds(context.seconds, context.reporter);
  return { best, seeds, prepared, baseline: prepared.baseline, ...released };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** This machine's share of a training that another machine leads: it has no result of its own. */
export async function joinRun(
  dataset: Dataset,
  plan: TrainingPlan,
  context: PipelineContext,
): Promise<void> {
  const prepared = await prepareTraining(dataset, context);
  for (const seedContext of await openSeedContexts(plan.seeds, context)) {
    await joinTraining(prepared, seedContext);
  }
  context.reporter.line("train", "done here; the machine with node rank 0 has the result");
}

/** The run's checkpoint is the best seed's, so that the run can be a teacher as any other. */
async function keepCheckpoint({ training }: TrainedSeed, { run }: PipelineContext): Promise<void> {
  await cp(training.checkpoint_dir, join(run.outputDir, "checkpoint"), { recursive: true });
}

async function release(
  dataset: Dataset,
  prepared: PreparedTraining,
  tokenizer: ServedTokenizer | null,
  best: TrainedSeed,
  plan: TrainingPlan,
  context: PipelineContext,
): Promise<Pick<FinishedTraining, "manifest" | "report">> {
  const { served } = best;
  if (!isServable(dataset) || served === null || tokenizer === null) {
    context.reporter.line(
      "release",
      "none: the worker serves classes of single texts; trainer runs compares this model with others",
    );
    return { manifest: null, report: null };
  }
  const compared = await compareWithServed(dataset, await plan.findServed(), best.runDir, context);
  const comparison = compared?.comparison ?? null;
  const facts = { version: plan.version, createdAt: plan.now(), tokenizer, comparison };
  const manifest = await writeModelRelease(dataset, prepared, { ...best, served }, facts, context);
  if (!plan.withReport) return { manifest, report: null };
  const other = compared?.answers ?? null;
  const report = await reportModel(dataset, { runDir: best.runDir, other, now: plan.now }, context);
  return { manifest, report };
}

/** `result.json`: its presence says that the training came to its end. */
async function keepResult(
  seeds: readonly TrainedSeed[],
  baseline: EngineMetrics | null,
  { run, seconds }: PipelineContext,
): Promise<void> {
  const { training, served, seed } = chooseBest(seeds);
  await run.writeJson("result.json", {
    baseline,
    training,
    metrics: served?.metrics ?? {},
    seed,
    seconds: Object.fromEntries(seconds),
    ...(seeds.length > 1
      ? { seeds: seeds.map((one) => one.seed), summary: summarizeSeeds(seeds) }
      : {}),
  });
}
