import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { TrainResult } from "@kanjo/shared/contract/event";
import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import { summarize } from "../evaluation/summarize-scores.ts";
import type { PipelineContext } from "../pipeline/context.ts";
import type { PreparedTraining } from "../pipeline/prepare-training.ts";
import { runStage } from "../pipeline/stage.ts";
import { scoreOf } from "../pipeline/summarize-seeds.ts";
import { trainModel } from "../pipeline/train-model.ts";
import { takeRunFolder } from "../run/run-folder.ts";
import { type Configuration, configureRecipe, describeConfiguration } from "./axis.ts";
import type { Trial } from "./run-search.ts";

/** A training that cannot work, such as one with too high a learning rate, is no reason to end a search. */
const FAILURES = new Set(["loss-not-finite"]);

const TrialResult = z.object({
  primary: z.string(),
  score: z.number(),
  loss: z.number().nullable(),
  trainSeconds: z.number(),
});
type TrialResult = z.infer<typeof TrialResult>;

/** Trains a configuration with every seed, each in `trials/<name>` of the search's folder. */
export async function trainTrial(
  configuration: Configuration,
  epochs: number,
  seeds: readonly number[],
  prepared: PreparedTraining,
  context: PipelineContext,
): Promise<Trial> {
  const results: (TrialResult | null)[] = [];
  for (const seed of seeds) {
    results.push(await trainOnce(configuration, epochs, seed, prepared, context));
  }
  return summarizeTrial(configuration, epochs, results);
}

function summarizeTrial(
  configuration: Configuration,
  epochs: number,
  results: readonly (TrialResult | null)[],
): Trial {
  const whole = results.flatMap((result) => result ?? []);
  const losses = whole.flatMap(({ loss }) => loss ?? []);
  const isWhole = whole.length === results.length;
  const scores = isWhole ? summarize(whole.map(({ score }) => score)) : null;
  return {
    configuration,
    epochs,
    primary: whole[0]?.primary ?? null,
    score: scores?.mean ?? null,
    deviation: scores?.deviation ?? null,
    loss: losses.length === 0 ? null : summarize(losses).mean,
    trainSeconds: whole.reduce((sum, { trainSeconds }) => sum + trainSeconds, 0),
  };
}

async function trainOnce(
  configuration: Configuration,
  epochs: number,
  seed: number,
  prepared: PreparedTraining,
  context: PipelineContext,
): Promise<TrialResult | null> {
  const configured = configureRecipe(context.recipe, configuration);
  const recipe = { ...configured, training: { ...configured.training, epochs, seed } };
  const run = await takeRunFolder(
    join(context.run.dir, "trials", nameTrial(configuration, epochs, seed)),
  );
  await run.writeJson("recipe.json", recipe);
  const { reporter } = context;
  const length = `${epochs} epoch${epochs === 1 ? "" : "s"}`;
  reporter.line("trial", `${describeConfiguration(configuration)} · ${length}, seed ${seed}`);
  const trial = { ...context, recipe, run, seconds: new Map<string, number>() };
  return await runStage("trial", TrialResult.nullable(), trial, async () => {
    try {
      const { training } = await trainModel(prepared, trial);
      await run.writeJson("result.json", { training });
      await dropWeights(run.outputDir);
      return summarizeResult(training);
    } catch (error) {
      if (!(error instanceof KanjoError) || !FAILURES.has(error.code)) throw error;
      reporter.line("warning", `this trial failed: ${error.message}`);
      return null;
    }
  });
}

/** The same configuration finds its folder again. */
function nameTrial(configuration: Configuration, epochs: number, seed: number): string {
  const digest = createHash("sha256").update(JSON.stringify(configuration)).digest("hex");
  return `${digest.slice(0, 8)}-epochs-${epochs}-seed-${seed}`;
}

/** A search is after figures; the best configuration is trained once more. */
async function dropWeights(outputDir: string): Promise<void> {
  await rm(join(outputDir, "checkpoint"), { recursive: true, force: true });
}

function summarizeResult(training: TrainResult): TrialResult {
  const { validation, train_seconds: trainSeconds } = training;
  return {
    primary: validation.primary,
    score: scoreOf(validation),
    loss: validation.loss,
    trainSeconds,
  };
}
