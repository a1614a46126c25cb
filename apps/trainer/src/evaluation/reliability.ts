/**
 * Whether scores are the frequencies that they claim to be (Guo et al. 2017, "On
 * Calibration of Modern Neural Networks"): predictions in 15 bins of the predicted
 * label's score, each open below and closed above, and how far their mean score is
 * from the share that is right.
 */
import type { ReliabilityBin } from "../report/report.ts";
import { isRight, type Prediction, scoreOf } from "./predictions.ts";

const BINS = 15;
const UPPER_ENDS = Array.from({ length: BINS }, (_, index) => (index + 1) / BINS);

/** The bins that have predictions, the lowest scores first. */
export function binScores(predictions: readonly Prediction[]): ReliabilityBin[] {
  const sums = UPPER_ENDS.map(() => ({ count: 0, score: 0, right: 0 }));
  for (const prediction of predictions) {
    const score = scoreOf(prediction);
    const bin = sums[findBin(score)];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.score += score;
    bin.right += Number(isRight(prediction));
  }
  return sums.flatMap(({ count, score, right }, index) =>
    count === 0
      ? []
      : {
          from: index / BINS,
          to: (index + 1) / BINS,
          count,
          meanScore: score / count,
          accuracy: right / count,
        },
  );
}

function findBin(score: number): number {
  const index = UPPER_ENDS.findIndex((end) => score <= end);
  return index === -1 ? BINS - 1 : index;
}

/** Mean distance of score and accuracy over the bins, weighted by their predictions; 0 to 1. */
export function computeCalibrationError(bins: readonly ReliabilityBin[]): number {
  const count = bins.reduce((total, bin) => total + bin.count, 0);
  return bins.reduce(
    (total, bin) => total + (bin.count / count) * Math.abs(bin.meanScore - bin.accuracy),
    0,
  );
}
