import type { Prediction } from "./predictions.ts";

/** Rows are gold classes, columns predicted ones. */
type ConfusionMatrix = readonly (readonly number[])[];

export function countConfusions(predictions: readonly Prediction[], classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (const { gold, predicted } of predictions) {
    const row = matrix[gold];
    if (row !== undefined) row[predicted] = (row[predicted] ?? 0) + 1;
  }
  return matrix;
}

/** How a class was hit and missed; what is not defined counts 0, as in scikit-learn. */
interface ClassScores {
  /** Texts with this gold label. */
  readonly support: number;
  /** Texts that were given this label. */
  readonly predicted: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** Of every class, in order. */
export function scoreClasses(matrix: ConfusionMatrix): ClassScores[] {
  return matrix.map((row, index) => {
    const hits = row[index] ?? 0;
    const support = sum(row);
    const predicted = sum(matrix.map((other) => other[index] ?? 0));
    return {
      support,
      predicted,
      precision: divide(hits, predicted),
      recall: divide(hits, support),
      f1: divide(2 * hits, support + predicted),
    };
  });
}

/** Unweighted mean of F1 over the classes that occur or were predicted, as scikit-learn and the engine have it. */
export function computeMacroF1(matrix: ConfusionMatrix): number {
  const seen = scoreClasses(matrix).filter(({ support, predicted }) => support + predicted > 0);
  return divide(sum(seen.map(({ f1 }) => f1)), seen.length);
}

function divide(dividend: number, divisor: number): number {
  return divisor === 0 ? 0 : dividend / divisor;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
