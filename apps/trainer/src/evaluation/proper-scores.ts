import type { Prediction } from "./predictions.ts";

/** Smallest probability in the loss, so that one sure mistake does not make it infinite. */
const PROBABILITY_FLOOR = 1e-12;

/** Mean negative log-likelihood of the gold labels, in nats. @param predictions at least one */
export function computeLoss(predictions: readonly Prediction[]): number {
  return average(
    predictions,
    ({ gold, scores }) => -Math.log(Math.max(scores[gold] ?? 0, PROBABILITY_FLOOR)),
  );
}

/**
 * Mean squared distance of the scores from the gold label's unit vector, 0 to 2 (Brier 1950).
 * @param predictions at least one
 */
export function computeBrier(predictions: readonly Prediction[]): number {
  return average(predictions, ({ gold, scores }) =>
    scores.reduce((total, score, index) => total + (score - Number(index === gold)) ** 2, 0),
  );
}

function average(
  predictions: readonly Prediction[],
  measure: (prediction: Prediction) => number,
): number {
  let total = 0;
  for (const prediction of predictions) total += measure(prediction);
  return total / predictions.length;
}
