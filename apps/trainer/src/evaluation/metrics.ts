import type { SplitMetrics } from "@kanjo/shared/manifest";

import { digestExamples } from "../dataset/digest-dataset.ts";
import { computeAccuracy, computeMatthews } from "../jglue/classification-metrics.ts";
import { computeMacroF1, countConfusions } from "./confusion-matrix.ts";
import type { ScoredExample } from "./evaluate.ts";
import { toPredictions } from "./predictions.ts";
import { computeBrier, computeLoss } from "./proper-scores.ts";
import { binScores, computeCalibrationError } from "./reliability.ts";

/**
 * A split's figures, as the manifest has them.
 * @param scored at least one
 * @throws KanjoError `label-unknown`
 */
export function computeMetrics(
  scored: readonly ScoredExample[],
  labels: readonly string[],
): SplitMetrics {
  const predictions = toPredictions(scored, labels);
  const confusionMatrix = countConfusions(predictions, labels.length);
  return {
    dataSha256: digestExamples(scored.map(({ example }) => example)),
    count: predictions.length,
    accuracy: computeAccuracy(predictions),
    macroF1: computeMacroF1(confusionMatrix),
    matthews: computeMatthews(predictions),
    loss: computeLoss(predictions),
    expectedCalibrationError: computeCalibrationError(binScores(predictions)),
    brier: computeBrier(predictions),
    confusionMatrix,
  };
}
