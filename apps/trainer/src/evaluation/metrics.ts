import type { SplitMetrics } from "@kanjo/shared/manifest";

export interface Prediction {
  /** Class index of the gold label. */
  readonly gold: number;
  /** Class index of the predicted label. */
  readonly predicted: number;
  /** Probability that the model gave the gold label, 0 to 1. */
  readonly goldProbability: number;
}

/** Smallest probability in the loss, so that one sure mistake does not make it infinite. */
const PROBABILITY_FLOOR = 1e-12;

/** @param predictions at least one */
export function computeMetrics(predictions: readonly Prediction[], classes: number): SplitMetrics {
  const confusionMatrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  let correct = 0;
  let loss = 0;
  for (const { gold, predicted, goldProbability } of predictions) {
    const row = confusionMatrix[gold];
    if (row !== undefined) row[predicted] = (row[predicted] ?? 0) + 1;
    if (gold === predicted) correct += 1;
    loss -= Math.log(Math.max(goldProbability, PROBABILITY_FLOOR));
  }
  return {
    count: predictions.length,
    accuracy: correct / predictions.length,
    macroF1: macroF1(confusionMatrix),
    loss: loss / predictions.length,
    confusionMatrix,
  };
}

/** Unweighted mean of the classes' F1; a class that never occurs nor is predicted counts 0, as in scikit-learn. */
function macroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.map((row, index) => {
    const hits = row[index] ?? 0;
    const gold = row.reduce((total, count) => total + count, 0);
    const predicted = confusion.reduce((total, other) => total + (other[index] ?? 0), 0);
    return gold + predicted === 0 ? 0 : (2 * hits) / (gold + predicted);
  });
  return scores.reduce((total, score) => total + score, 0) / scores.length;
}
