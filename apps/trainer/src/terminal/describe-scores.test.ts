import { expect, test } from "vitest";

import { describeScores } from "./describe-scores.ts";

test.each<[string, Record<string, number>, string]>([
  ["classification", { macro_f1: 0.88, accuracy: 0.889 }, "accuracy 88.9 %, macro-F1 0.880"],
  ["regression", { spearman: 0.871, pearson: 0.9124 }, "Pearson 0.912, Spearman 0.871"],
  ["spans", { f1: 0.945, exact_match: 0.864 }, "exact match 0.864, F1 0.945"],
  ["masked tokens", { masked_accuracy: 0.4123 }, "masked accuracy 41.2 %"],
  ["a score of tomorrow", { brier_score: 0.1, accuracy: 1 }, "accuracy 100.0 %, brier score 0.100"],
  ["nothing", {}, ""],
])("the scores of %s", (_, scores, described) => expect(describeScores(scores)).toBe(described));
