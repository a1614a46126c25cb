import { mkdir } from "node:fs/promises";

import type { ExportResult } from "@kanjo/shared/contract/event";
import { type ExportJob, JOB_SCHEMA_VERSION } from "@kanjo/shared/contract/job";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import { runEngine } from "../engine/run-engine.ts";
import type { PipelineContext } from "./context.ts";
import type { TrainedModel } from "./train-model.ts";
import type { ServedTokenizer } from "./trim-vocabulary.ts";

interface ExportOptions {
  /** Folder that the files are written to. */
  readonly outputDir: string;
  /** What the last layer is divided by. */
  readonly temperature: number;
}

/** Writes the best epoch as ONNX and ORT files, compressed as the recipe asks for. */
export async function exportModel(
  { labels }: ClassificationDataset,
  { training }: TrainedModel,
  { keptTokens }: Pick<ServedTokenizer, "keptTokens">,
  { outputDir, temperature }: ExportOptions,
  { recipe, run, python, onEngineEvent }: PipelineContext,
): Promise<ExportResult> {
  await mkdir(outputDir, { recursive: true });
  const job: ExportJob = {
    schema_version: JOB_SCHEMA_VERSION,
    kind: "export",
    output_dir: outputDir,
    checkpoint_dir: training.checkpoint_dir,
    task: { kind: "classification", labels: [...labels] },
    weights: recipe.export.weights,
    temperature,
    kept_tokens: keptTokens,
  };
  return runEngine(job, { python, runDir: run.dir, onEvent: onEngineEvent });
}
