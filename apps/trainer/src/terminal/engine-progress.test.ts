import type { EngineEvent } from "@kanjo/shared/contract/event";
import { describe, expect, test } from "vitest";

import { reportEngine } from "./engine-progress.ts";

const PROGRESS: EngineEvent = {
  event: "progress",
  phase: "train",
  step: 5,
  total_steps: 20,
  loss: 0.51234,
  learning_rate: 0.00002,
  tokens_per_second: 12_345,
};

const VALIDATION = {
  count: 9,
  loss: 0.4,
  primary: "accuracy",
  scores: { accuracy: 0.889, macro_f1: 0.88 },
};

const EPOCH: EngineEvent = {
  event: "epoch",
  phase: "train",
  epoch: 1,
  total_epochs: 2,
  train_loss: 0.512,
  validation: VALIDATION,
};

/** Events, each with the second at which it comes, to the lines and the states that they make. */
function report(...events: readonly [number, EngineEvent][]) {
  let second = 0;
  const lines: string[] = [];
  const states: string[] = [];
  const onEvent = reportEngine(
    {
      line: (stage, text) => lines.push(`${stage}: ${text}`),
      progress: (stage, text) => states.push(`${stage}: ${text}`),
    },
    () => second * 1000,
  );
  for (const [at, event] of events) {
    second = at;
    onEvent(event);
  }
  return { lines, states };
}

test("progress says step, loss, the time left once it is known, learning rate and tokens a second", () => {
  const { states, lines } = report([100, PROGRESS], [110, { ...PROGRESS, step: 10 }]);
  expect(lines).toEqual([]);
  expect(states).toEqual([
    "train: [#####...............] 5/20  loss 0.512  lr 2.0e-5  12.3k tokens/s",
    "train: [##########..........] 10/20  loss 0.512  0:20 left  lr 2.0e-5  12.3k tokens/s",
  ]);
});

test("an epoch is a line, with what is left of the steps and the evaluations", () => {
  const { lines } = report([0, PROGRESS], [10, { ...PROGRESS, step: 10 }], [13, EPOCH]);
  expect(lines).toEqual([
    "train: epoch 1/2  loss 0.512  validation accuracy 88.9 %, macro-F1 0.880  0:23 left",
  ]);
});

test.each<[string, EngineEvent, string]>([
  [
    "the last epoch",
    { ...EPOCH, epoch: 2 },
    "train: epoch 2/2  loss 0.512  validation accuracy 88.9 %, macro-F1 0.880",
  ],
  ["an epoch that saw no labels", { ...EPOCH, validation: null }, "train: epoch 1/2  loss 0.512"],
  [
    "an epoch with a loss alone",
    { ...EPOCH, validation: { ...VALIDATION, scores: {} } },
    "train: epoch 1/2  loss 0.512  validation loss 0.400",
  ],
  [
    "a resumed training",
    { event: "resumed", phase: "train", step: 7 },
    "train: goes on after step 7",
  ],
  ["a warning", { event: "warning", message: "slow" }, "warning: slow"],
])("%s is a line", (_, event, line) => expect(report([0, event]).lines).toEqual([line]));

describe("what a training runs on", () => {
  const STARTED: EngineEvent = {
    event: "started",
    kind: "train",
    device: "cuda:0",
    hardware: "A Card",
    processes: 1,
    libraries: { torch: "2.11.0", python: "3.12.1" },
  };

  test("is said once, however many trainings there are", () => {
    expect(report([0, STARTED], [1, STARTED], [2, { ...STARTED, processes: 2 }]).lines).toEqual([
      "device: cuda:0, A Card · PyTorch 2.11.0",
      "device: cuda:0, A Card · 2 processes · PyTorch 2.11.0",
    ]);
  });

  test("is not said of other jobs", () => {
    expect(report([0, { ...STARTED, kind: "export" }]).lines).toEqual([]);
  });
});
