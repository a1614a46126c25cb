import { expect, test } from "vitest";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { estimateTraining } from "./estimate-training.ts";

const recipe = await loadRecipe("characters", "/");
const dataset: ClassificationDataset = {
  task: "classification",
  labels: ["a", "b"],
  carved: [],
  splits: {
    train: Array.from({ length: 65 }, (_, at) => ({
      text: "良い".repeat(at === 0 ? 500 : 4),
      label: "a",
      source: `train:${at + 1}`,
    })),
    validation: [],
    test: [],
  },
};

test("steps are whole batches of all epochs and seeds, and long texts are cut", () => {
  expect(estimateTraining(dataset, recipe, 2)).toEqual({
    rows: 65,
    // Eight characters, [CLS] and [SEP]; the long one fills all 128 positions.
    tokens: 64 * 10 + 128,
    stepsPerEpoch: 3,
    steps: 3 * 6 * 2,
  });
});

test("a budget of tokens makes the steps", () => {
  const batching = { kind: "token-budget", tokens: 100 } as const;
  const budgeted = { ...recipe, training: { ...recipe.training, batching } };
  expect(estimateTraining(dataset, budgeted, 1).stepsPerEpoch).toBe(8);
});
