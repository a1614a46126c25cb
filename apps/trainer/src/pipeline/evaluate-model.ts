import type { ExportResult } from "@kanjo/shared/contract/event";
import { Compression, SplitMetrics } from "@kanjo/shared/manifest";
import { Calibration } from "@kanjo/shared/manifest/calibration";
import { GoldenText } from "@kanjo/shared/manifest/golden-text";
import * as z from "zod";

import { fitCalibration } from "../calibration/fit-calibration.ts";
import type { ClassificationDataset } from "../dataset/dataset.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import { computeMetrics } from "../evaluation/metrics.ts";
import { formatPercent } from "../terminal/reporter.ts";
import { answerGoldenTexts } from "./answer-golden-texts.ts";
import { checkCompression } from "./check-compression.ts";
import type { PipelineContext } from "./context.ts";
import { makeServable } from "./make-servable.ts";
import { writePredictions } from "./predictions.ts";
import { scoreSplit } from "./score-split.ts";
import { runStage } from "./stage.ts";
import type { ServedTokenizer } from "./trim-vocabulary.ts";

type EvaluatedSplit = "validation" | "test";

const ServedEvaluation = z.object({
  metrics: z.object({ validation: SplitMetrics, test: SplitMetrics }),
  calibration: Calibration,
  compression: Compression,
  goldenTexts: z.array(GoldenText),
});
export type ServedEvaluation = z.infer<typeof ServedEvaluation>;

/**
 * Evaluates the bytes that will be published, in onnxruntime-web, against the
 * float32 weights, too, and keeps every answer in `predictions-<split>.jsonl`.
 * @throws KanjoError `compression-lossy`
 */
export async function evaluateModel(
  dataset: ClassificationDataset,
  exported: ExportResult,
  { tokenizer, temperature }: { readonly tokenizer: ServedTokenizer; readonly temperature: number },
  context: PipelineContext,
): Promise<ServedEvaluation> {
  return runStage("evaluate", ServedEvaluation, context, async () => {
    const { recipe, reporter } = context;
    const model = makeServable(exported.ort, tokenizer, dataset, recipe);
    const validation = await scoreSplit("validation", dataset, model, reporter);
    const test = await scoreSplit("test", dataset, model, reporter);
    const float =
      recipe.export.weights === "fp32"
        ? test
        : await scoreSplit("test", dataset, { ...model, modelFile: exported.fp32_onnx }, reporter);
    const compression = checkCompression(test, float, recipe.export);
    const metrics = {
      validation: await keepSplit("validation", validation, dataset, context),
      test: await keepSplit("test", test, dataset, context),
    };
    const { abstain_share: abstainShare } = recipe.calibration;
    return {
      metrics,
      calibration: fitCalibration(validation, dataset.labels, temperature, abstainShare),
      compression: { ...compression, vocabulary: tokenizer.vocabulary },
      goldenTexts: await answerGoldenTexts(model),
    };
  });
}

async function keepSplit(
  split: EvaluatedSplit,
  scored: readonly ScoredExample[],
  { labels }: ClassificationDataset,
  { run, recipe, reporter }: PipelineContext,
): Promise<SplitMetrics> {
  const metrics = computeMetrics(scored, labels);
  await writePredictions(run.dir, split, scored);
  reporter.line(
    "evaluate",
    `${split} accuracy ${formatPercent(metrics.accuracy)}, macro-F1 ${metrics.macroF1.toFixed(3)} (${recipe.export.weights} in onnxruntime-web, ${metrics.count} texts)`,
  );
  return metrics;
}
