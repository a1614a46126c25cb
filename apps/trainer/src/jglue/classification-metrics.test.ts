import { expect, test } from "vitest";

import { computeAccuracy, computeMatthews } from "./classification-metrics.ts";

/** `accuracy_score` and `matthews_corrcoef`, scikit-learn 1.9.1. */
const SCIKIT_LEARN: readonly [string, number[], number[], number, number][] = [
  [
    "two classes",
    [0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0],
    [0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0],
    0.5714285714285714,
    0.06666666666666667,
  ],
  [
    "three classes",
    [1, 2, 1, 1, 1, 1, 1, 1, 1, 2, 2, 0, 1, 1, 1],
    [1, 2, 2, 1, 1, 1, 0, 1, 1, 2, 1, 1, 1, 1, 1],
    0.7333333333333333,
    0.3617021276595745,
  ],
  [
    "five classes",
    [4, 2, 1, 1, 3, 0, 4, 4, 2, 2, 3, 2],
    [4, 2, 1, 1, 3, 0, 4, 2, 2, 3, 3, 2],
    0.8333333333333334,
    0.7909090909090909,
  ],
  ["a model that always says the same", [0, 1, 1, 0], [1, 1, 1, 1], 0.5, 0],
];

test.each(SCIKIT_LEARN)(
  "accuracy and Matthews' coefficient of %s are scikit-learn's",
  (_, golds, predictions, accuracy, matthews) => {
    const examples = golds.map((gold, row) => ({ gold, predicted: predictions[row] ?? -1 }));
    expect(computeAccuracy(examples)).toBeCloseTo(accuracy, 12);
    expect(computeMatthews(examples)).toBeCloseTo(matthews, 12);
  },
);
