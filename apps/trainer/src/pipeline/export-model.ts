import { ExportResult } from "@kanjo/shared/contract/event";
import { JOB_SCHEMA_VERSION } from "@kanjo/shared/contract/job";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import { runEngine } from "../engine/run-engine.ts";
import type { PipelineContext } from "./context.ts";
import { runStage } from "./stage.ts";
import type { TrainedModel } from "./train-model.ts";

/** Writes the best epoch as ONNX and ORT files, quantized to int8. */
export async function exportModel(
  dataset: ClassificationDataset,
  { training }: TrainedModel,
  context: PipelineContext,
): Promise<ExportResult> {
  const { run, python, onEngineEvent } = context;
  return await runStage("export", ExportResult, context, () =>
    runEngine(
      {
        schema_version: JOB_SCHEMA_VERSION,
        kind: "export",
        output_dir: run.outputDir,
        labels: [...dataset.labels],
        checkpoint_dir: training.checkpoint_dir,
      },
      { python, runDir: run.dir, onEvent: onEngineEvent },
    ),
  );
}
