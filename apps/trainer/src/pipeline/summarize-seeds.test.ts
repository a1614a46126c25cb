import type { EngineMetrics, TrainResult } from "@kanjo/shared/contract/event";
import { expect, test } from "vitest";

import { chooseBest, describeSummary, summarizeSeeds } from "./summarize-seeds.ts";
import type { TrainedSeed } from "./train-seed.ts";

function makeSeed(seed: number, accuracy: number, loss: number | null = 0.5): TrainedSeed {
  const validation: EngineMetrics = {
    count: 10,
    loss,
    primary: "accuracy",
    scores: { accuracy, macro_f1: accuracy / 2 },
  };
  const training: TrainResult = {
    kind: "train",
    checkpoint_dir: "",
    best_epoch: 1,
    epochs: 1,
    parameters: 1,
    trained_parameters: 1,
    train_seconds: 1,
    samples_per_second: 1,
    peak_memory_bytes: 1,
    validation,
    predictions: "",
  };
  return { seed, training, libraries: {}, runDir: "", served: null };
}

test("mean and sample standard deviation are those of numpy", () => {
  // numpy 2.4: np.mean, np.std(ddof=1) of [0.88, 0.9, 0.95]
  const seeds = [makeSeed(1, 0.88), makeSeed(2, 0.9), makeSeed(3, 0.95)];
  const { validation, test: onTest } = summarizeSeeds(seeds);
  expect(validation["accuracy"]?.mean).toBeCloseTo(0.91, 12);
  expect(validation["accuracy"]?.deviation).toBeCloseTo(0.036055512754639904, 12);
  expect(validation["macro_f1"]?.mean).toBeCloseTo(0.455, 12);
  expect(onTest).toBeNull();
});

test("a summary is written with its score's unit", () => {
  expect(describeSummary("accuracy", { mean: 0.9101, deviation: 0.0361 })).toBe("91.0 % ± 3.6 %");
  expect(describeSummary("pearson", { mean: 0.9101, deviation: null })).toBe("0.910");
});

test.each([
  ["the highest validation score", [makeSeed(1, 0.8), makeSeed(2, 0.9), makeSeed(3, 0.85)], 2],
  ["of equals, the lower loss", [makeSeed(1, 0.9, 0.4), makeSeed(2, 0.9, 0.3)], 2],
  ["of equals without a loss, the first", [makeSeed(1, 0.9, null), makeSeed(2, 0.9, null)], 1],
])("the best is %s", (_, seeds, best) => {
  expect(chooseBest(seeds).seed).toBe(best);
});
