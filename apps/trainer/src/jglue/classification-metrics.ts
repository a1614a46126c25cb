/** Class indices of one example. */
export interface Classified {
  readonly gold: number;
  readonly predicted: number;
}

/**
 * Share of the examples whose class was predicted, 0 to 1.
 * @param examples at least one
 */
export function computeAccuracy(examples: readonly Classified[]): number {
  return examples.filter(({ gold, predicted }) => gold === predicted).length / examples.length;
}

/**
 * Matthews' correlation coefficient, -1 to 1, for any number of classes (Gorodkin
 * 2004); 0 where only one class was predicted or occurs, as in scikit-learn.
 */
export function computeMatthews(examples: readonly Classified[]): number {
  const golds = countClasses(examples.map(({ gold }) => gold));
  const predictions = countClasses(examples.map(({ predicted }) => predicted));
  const total = examples.length;
  const correct = computeAccuracy(examples) * total;
  const covariance = correct * total - sumProducts(golds, predictions);
  const variances =
    (total * total - sumProducts(golds, golds)) *
    (total * total - sumProducts(predictions, predictions));
  return variances === 0 ? 0 : covariance / Math.sqrt(variances);
}

function countClasses(classes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const index of classes) counts.set(index, (counts.get(index) ?? 0) + 1);
  return counts;
}

function sumProducts(left: Map<number, number>, right: Map<number, number>): number {
  let sum = 0;
  for (const [index, count] of left) sum += count * (right.get(index) ?? 0);
  return sum;
}
