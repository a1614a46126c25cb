import { softmax } from "@kanjo/shared/classification";
import type { AbstainBand, Calibration } from "@kanjo/shared/manifest/calibration";

import type { ScoredExample } from "../evaluation/evaluate.ts";
import { computeMetrics } from "../evaluation/metrics.ts";
import { isRight, type Prediction, scoreOf, toPredictions } from "../evaluation/predictions.ts";
import { computeBrier, computeLoss } from "../evaluation/proper-scores.ts";
import { rankPredictions } from "../evaluation/rank-predictions.ts";
import { binScores, computeCalibrationError } from "../evaluation/reliability.ts";
import { computeRiskCoverage } from "../evaluation/risk-coverage.ts";
import { thinCurve } from "../evaluation/thin-curve.ts";
import { computeWilsonInterval } from "../evaluation/wilson-interval.ts";
import { computeAccuracy } from "../jglue/classification-metrics.ts";
import { CURVE_POINTS } from "./curve-points.ts";
import { describeClasses } from "./describe-classes.ts";
import { describeSlices } from "./describe-slices.ts";
import type { AnsweredReport, CalibrationReport, SplitReport } from "./report.ts";

/**
 * Everything about a split that its texts and answers tell, its errors left to the analysis.
 * @param scored at least one
 * @param calibration whose temperature lies in the scores
 * @throws KanjoError `label-unknown`
 */
export function describeSplit(
  split: string,
  scored: readonly ScoredExample[],
  labels: readonly string[],
  { temperature, abstain }: Pick<Calibration, "temperature" | "abstain">,
): Omit<SplitReport, "errors"> {
  const predictions = toPredictions(scored, labels);
  const risk = computeRiskCoverage(
    rankPredictions(predictions, { score: scoreOf, isHit: isRight }),
  );
  return {
    split,
    metrics: computeMetrics(scored, labels),
    accuracyInterval: computeWilsonInterval(predictions.filter(isRight).length, scored.length),
    classes: describeClasses(predictions, labels),
    calibration: {
      before: describeCalibration(predictions.map((one) => removeTemperature(one, temperature))),
      after: describeCalibration(predictions),
    },
    riskCoverage: thinCurve(risk.points, CURVE_POINTS),
    areaUnderRiskCoverage: risk.area,
    answered: abstain && describeAnswered(predictions, abstain),
    slices: describeSlices(scored, labels),
  };
}

function describeAnswered(
  predictions: readonly Prediction[],
  { below }: AbstainBand,
): AnsweredReport {
  const answered = predictions.filter((prediction) => scoreOf(prediction) >= below);
  return {
    coverage: answered.length / predictions.length,
    accuracy: answered.length === 0 ? null : computeAccuracy(answered),
  };
}

/** softmax(logits / T) to softmax(logits): logarithms of scores are the logits but for a constant. */
function removeTemperature(prediction: Prediction, temperature: number): Prediction {
  if (temperature === 1) return prediction;
  const logits = prediction.scores.map(
    (score) => Math.log(Math.max(score, Number.MIN_VALUE)) * temperature,
  );
  return { ...prediction, scores: softmax(logits) };
}

function describeCalibration(predictions: readonly Prediction[]): CalibrationReport {
  const bins = binScores(predictions);
  return {
    expectedCalibrationError: computeCalibrationError(bins),
    brier: computeBrier(predictions),
    negativeLogLikelihood: computeLoss(predictions),
    bins,
  };
}
