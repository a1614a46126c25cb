import { join } from "node:path";

import { ExportResult } from "@kanjo/shared/contract/event";

import type { ClassificationDataset, Dataset } from "../dataset/dataset.ts";
import { calibrateModel } from "./calibrate-model.ts";
import type { PipelineContext } from "./context.ts";
import { isServable } from "./describe-task.ts";
import { evaluateModel, type ServedEvaluation } from "./evaluate-model.ts";
import { exportModel } from "./export-model.ts";
import type { PreparedTraining } from "./prepare-training.ts";
import { runStage } from "./stage.ts";
import { type TrainedModel, trainModel } from "./train-model.ts";
import type { ServedTokenizer } from "./trim-vocabulary.ts";

/** One training's model. */
export interface TrainedSeed extends TrainedModel {
  readonly seed: number;
  /** Folder of this training: the run's own, or one of a seed. */
  readonly runDir: string;
  /** Null for what the worker cannot serve. */
  readonly served: ServedModel | null;
}

/** The model as it is served. */
export interface ServedModel extends ServedEvaluation {
  readonly exported: ExportResult;
}

/**
 * Trains with the recipe's seed, and evaluates the bytes that would be served.
 * @param tokenizer the one that is served; null for what the worker cannot serve
 */
export async function trainSeed(
  dataset: Dataset,
  prepared: PreparedTraining,
  tokenizer: ServedTokenizer | null,
  context: PipelineContext,
): Promise<TrainedSeed> {
  const trained = await trainModel(prepared, context);
  const served =
    isServable(dataset) && tokenizer !== null
      ? await serve(dataset, tokenizer, trained, context)
      : null;
  return { ...trained, seed: context.recipe.training.seed, runDir: context.run.dir, served };
}

async function serve(
  dataset: ClassificationDataset,
  tokenizer: ServedTokenizer,
  trained: TrainedModel,
  context: PipelineContext,
): Promise<ServedModel> {
  const temperature = await calibrateModel(dataset, trained, tokenizer, context);
  const exported = await runStage("export", ExportResult, context, () => {
    const outputDir = join(context.run.outputDir, "export");
    return exportModel(dataset, trained, tokenizer, { outputDir, temperature }, context);
  });
  const evaluation = await evaluateModel(dataset, exported, { tokenizer, temperature }, context);
  return { ...evaluation, exported };
}
