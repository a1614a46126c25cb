/**
 * Fits the temperature (Guo et al. 2017) to the answers of the compressed model
 * on the validation split, so that what it corrects is what will be served.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import { fitTemperature } from "../calibration/fit-temperature.ts";
import type { ClassificationDataset } from "../dataset/dataset.ts";
import type { PipelineContext } from "./context.ts";
import { exportModel } from "./export-model.ts";
import { makeServable } from "./make-servable.ts";
import { scoreSplit } from "./score-split.ts";
import { runStage } from "./stage.ts";
import type { TrainedModel } from "./train-model.ts";
import type { ServedTokenizer } from "./trim-vocabulary.ts";

const Temperature = z.object({ temperature: z.number().positive() });

/** @returns what the last layer is to be divided by */
export async function calibrateModel(
  dataset: ClassificationDataset,
  trained: TrainedModel,
  tokenizer: ServedTokenizer,
  context: PipelineContext,
): Promise<number> {
  const { temperature } = await runStage("calibrate", Temperature, context, async () => {
    const outputDir = join(context.run.outputDir, "uncalibrated");
    const options = { outputDir, temperature: 1 };
    const exported = await exportModel(dataset, trained, tokenizer, options, context);
    const model = makeServable(exported.ort, tokenizer, dataset, context.recipe);
    const scored = await scoreSplit("validation", dataset, model, context.reporter);
    const fitted = fitTemperature(scored, dataset.labels);
    await rm(outputDir, { recursive: true });
    context.reporter.line("calibrate", `temperature ${fitted.toFixed(3)}, from validation`);
    return { temperature: fitted };
  });
  return temperature;
}
