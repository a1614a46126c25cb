import type { EngineEvent } from "@kanjo/shared/contract/event";
import fc from "fast-check";
import { expect, test } from "vitest";

import { createTimeLeft } from "./time-left.ts";

const VALIDATION = { count: 1, loss: null, primary: "accuracy", scores: { accuracy: 1 } };

interface Training {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Steps that an earlier process did. */
  readonly done: number;
  readonly stepMs: number;
  readonly evaluationMs: number;
}

/** Acts a training out on a clock of its own, and gives what was estimated beside what it then took. */
function act(training: Training): { estimated: number | null; actual: number; at: number }[] {
  const { epochs, stepsPerEpoch, done, stepMs, evaluationMs } = training;
  const total = epochs * stepsPerEpoch;
  // Long before this process began.
  let clock = 1e9;
  const timeLeft = createTimeLeft(() => clock);
  const seen: { estimated: number | null; clock: number; at: number }[] = [];
  const emit = (event: EngineEvent, at: number): void => {
    timeLeft.observe(event);
    seen.push({ estimated: timeLeft.estimate(), clock, at });
  };
  if (done > 0) emit({ event: "resumed", phase: "train", step: done }, done);
  for (let step = done + 1; step <= total; step += 1) {
    clock += stepMs;
    emit(makeProgress(step, total), step);
    if (step % stepsPerEpoch > 0) continue;
    clock += evaluationMs;
    emit(makeEpoch(step / stepsPerEpoch, epochs), step);
  }
  return seen.map(({ estimated, clock: then, at }) => ({
    estimated,
    actual: (clock - then) / 1000,
    at,
  }));
}

function makeProgress(step: number, total: number): Extract<EngineEvent, { event: "progress" }> {
  return {
    event: "progress",
    phase: "train",
    step,
    total_steps: total,
    loss: null,
    learning_rate: null,
    tokens_per_second: null,
  };
}

function makeEpoch(epoch: number, total: number): Extract<EngineEvent, { event: "epoch" }> {
  return {
    event: "epoch",
    phase: "train",
    epoch,
    total_epochs: total,
    train_loss: 1,
    validation: VALIDATION,
  };
}

const training = fc
  .record({
    epochs: fc.integer({ min: 2, max: 5 }),
    stepsPerEpoch: fc.integer({ min: 4, max: 20 }),
    share: fc.double({ min: 0, max: 0.99, noNaN: true }),
    stepMs: fc.integer({ min: 1, max: 5_000 }),
    evaluationMs: fc.integer({ min: 0, max: 600_000 }),
  })
  .map(({ share, ...rest }) => ({
    ...rest,
    done: Math.floor(share * rest.epochs * rest.stepsPerEpoch),
  }));

test("once an epoch was evaluated, what is left is known, resumed or not", () => {
  fc.assert(
    fc.property(training, (one) => {
      const firstEnd = (Math.floor(one.done / one.stepsPerEpoch) + 1) * one.stepsPerEpoch;
      const known = act(one).filter(({ at, actual }) => at > firstEnd + 1 && actual > 0);
      for (const { estimated, actual } of known) {
        expect(estimated).not.toBeNull();
        expect(estimated ?? 0).toBeCloseTo(actual, 3);
      }
    }),
  );
});

test("before the first evaluation only the steps are known, and earlier processes' do not count", () => {
  const seen = act({ epochs: 2, stepsPerEpoch: 10, done: 5, stepMs: 1_000, evaluationMs: 50_000 });
  expect(seen.slice(0, 3).map(({ estimated }) => estimated)).toEqual([null, 14, 13]);
});

test("a phase without evaluation goes on through its epochs", () => {
  let clock = 0;
  const timeLeft = createTimeLeft(() => clock);
  for (const step of [1, 2]) {
    clock += 2_000;
    timeLeft.observe(makeProgress(step, 4));
    timeLeft.observe({ ...makeEpoch(step, 4), validation: null });
  }
  expect(timeLeft.estimate()).toBe(4);
});

test("another phase begins from nothing", () => {
  let clock = 0;
  const timeLeft = createTimeLeft(() => clock);
  timeLeft.observe(makeProgress(1, 10));
  clock += 60_000;
  timeLeft.observe(makeProgress(2, 10));
  timeLeft.observe({ ...makeProgress(1, 3), phase: "fine-tune" });
  expect(timeLeft.estimate()).toBeNull();
});
