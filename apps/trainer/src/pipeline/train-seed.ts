import type { ExportResult } from "@kanjo/shared/contract/event";

import type { ClassificationDataset, Dataset } from "../dataset/dataset.ts";
import type { PipelineContext } from "./context.ts";
import { isServable } from "./describe-task.ts";
import { evaluateModel, type ServedMetrics } from "./evaluate-model.ts";
import { exportModel } from "./export-model.ts";
import type { PreparedTraining } from "./prepare-training.ts";
import { type TrainedModel, trainModel } from "./train-model.ts";

/** One training's model. */
export interface TrainedSeed extends TrainedModel {
  readonly seed: number;
  /** Null for what the worker cannot serve. */
  readonly served: ServedModel | null;
}

/** The model as it is served. */
export interface ServedModel {
  readonly exported: ExportResult;
  readonly metrics: ServedMetrics;
}

/** Scores are not calibrated: the softmax of the logits as they are. */
export const UNCALIBRATED = { temperature: 1 };

/** Trains with the recipe's seed, and evaluates the bytes that would be served. */
export async function trainSeed(
  dataset: Dataset,
  prepared: PreparedTraining,
  context: PipelineContext,
): Promise<TrainedSeed> {
  const trained = await trainModel(prepared, context);
  const served = isServable(dataset) ? await serve(dataset, prepared, trained, context) : null;
  return { ...trained, seed: context.recipe.training.seed, served };
}

async function serve(
  dataset: ClassificationDataset,
  prepared: PreparedTraining,
  trained: TrainedModel,
  context: PipelineContext,
): Promise<ServedModel> {
  const exported = await exportModel(dataset, trained, context);
  const model = {
    modelFile: exported.ort,
    tokenizer: prepared.tokenizer.tokenizer,
    labels: dataset.labels,
    maxTokens: context.recipe.tokenizer.max_tokens,
    temperature: UNCALIBRATED.temperature,
  };
  return { exported, metrics: await evaluateModel(dataset, model, context) };
}
