import { expect, test } from "vitest";

import { computeMetrics } from "./metrics.ts";

// Worked out with scikit-learn 1.9: f1_score(average="macro"), log_loss, confusion_matrix.
const GOLD = [0, 0, 1, 1, 2, 2, 2];
const PREDICTED = [0, 1, 1, 1, 2, 0, 2];
const PROBABILITIES = [0.9, 0.2, 0.6, 0.7, 0.8, 0.1, 0.5];

test("agrees with scikit-learn", () => {
  const predictions = GOLD.map((gold, index) => ({
    gold,
    predicted: PREDICTED[index] ?? 0,
    goldProbability: PROBABILITIES[index] ?? 0,
  }));
  const metrics = computeMetrics(predictions, 3);
  expect(metrics.count).toBe(7);
  expect(metrics.accuracy).toBeCloseTo(5 / 7, 12);
  expect(metrics.macroF1).toBeCloseTo(0.7, 12);
  expect(metrics.loss).toBeCloseTo(-PROBABILITIES.reduce((sum, p) => sum + Math.log(p), 0) / 7, 12);
  expect(metrics.confusionMatrix).toEqual([
    [1, 1, 0],
    [0, 2, 0],
    [1, 0, 2],
  ]);
});

test("a class that never occurs counts as zero, and a sure mistake stays finite", () => {
  const metrics = computeMetrics([{ gold: 0, predicted: 1, goldProbability: 0 }], 3);
  expect(metrics.macroF1).toBe(0);
  expect(metrics.loss).toBeCloseTo(-Math.log(1e-12), 6);
});
