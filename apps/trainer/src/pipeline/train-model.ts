import type { EngineEvent, ExportResult, TrainResult } from "@kanjo/shared/contract/event";
import type { Tokenizer } from "@kanjo/shared/tokenizer";

import { runEngine } from "../engine/run-engine.ts";
import { formatDuration, formatPercent } from "../terminal/reporter.ts";
import {
  MASK_TOKEN_ID,
  PAD_TOKEN_ID,
  SPECIAL_TOKEN_COUNT,
} from "../tokenization/tokenizer-config.ts";
import type { TrainingContext } from "./context.ts";
import type { TokenizedData } from "./tokenize-data.ts";

export interface TrainedModel {
  readonly training: TrainResult;
  readonly exported: ExportResult;
  /** Versions of the engine's libraries, by name. */
  readonly libraries: Readonly<Record<string, string>>;
}

/** Trains in the engine and exports the best epoch to ONNX and ORT files. */
export async function trainModel(
  labels: readonly string[],
  data: TokenizedData,
  context: TrainingContext,
): Promise<TrainedModel> {
  const { recipe, run, python, reporter } = context;
  let libraries: Readonly<Record<string, string>> = {};
  const onEvent = (event: EngineEvent): void => {
    if (event.event === "started") libraries = event.libraries;
    context.onEngineEvent(event);
  };
  const common = {
    schema_version: 1 as const,
    output_dir: run.outputDir,
    labels: [...labels],
  };

  const training = await runEngine(
    {
      ...common,
      kind: "train",
      train_data: data.files.train,
      validation_data: data.files.validation,
      model: { ...recipe.model, ...shapeOf(data.tokenizer, recipe.tokenizer.max_tokens) },
      training: recipe.training,
    },
    { python, runDir: run.dir, onEvent },
  );
  reporter.line("train", describeTraining(training));
  const exported = await runEngine(
    { ...common, kind: "export", checkpoint_dir: training.checkpoint_dir },
    { python, runDir: run.dir, onEvent },
  );
  return { training, exported, libraries };
}

function shapeOf(tokenizer: Tokenizer, maxTokens: number) {
  return {
    vocabulary_size: tokenizer.vocabularySize,
    pad_token_id: PAD_TOKEN_ID,
    mask_token_id: MASK_TOKEN_ID,
    special_token_count: SPECIAL_TOKEN_COUNT,
    max_positions: maxTokens,
  };
}

function describeTraining(training: TrainResult): string {
  return [
    `${(training.parameters / 1e6).toFixed(1)} M parameters`,
    formatDuration(training.train_seconds),
    `best epoch ${training.best_epoch}: validation accuracy ${formatPercent(training.validation.accuracy)}`,
  ].join(" · ");
}
