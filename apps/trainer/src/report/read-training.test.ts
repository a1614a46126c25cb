import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { epoch, METRICS, RUN_FILES, step, toLines, writeRun } from "../../test/small-run.ts";
import { readTraining } from "./read-training.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "kanjo-training-"));
});
afterEach(() => rm(dir, { recursive: true }));

const BASELINE = { count: 8, loss: 0.6, primary: "accuracy", scores: { accuracy: 0.7 } };
const { training } = RUN_FILES["result.json"];
const RESULT = { ...RUN_FILES["result.json"], baseline: BASELINE, seed: 1 };

test("a run that has ended", async () => {
  await writeRun(dir, {
    "engine/metrics.jsonl": toLines(METRICS),
    "result.json": RESULT,
    "environment.json": RUN_FILES["environment.json"],
  });
  expect(await readTraining(dir)).toEqual({
    loss: [
      [1, 0.7],
      [2, 0.5],
    ],
    epochs: [
      { epoch: 1, trainLoss: 0.6, validationLoss: 0.5, scores: { accuracy: 0.8 } },
      { epoch: 2, trainLoss: 0.6, validationLoss: 0.5, scores: { accuracy: 0.6 } },
    ],
    bestEpoch: 2,
    seconds: 65,
    hardware: "A Processor, 2 cores",
    baselineAccuracy: 0.7,
  });
});

test("a run that goes on has the results of its stages", async () => {
  await writeRun(dir, {
    "engine/metrics.jsonl": toLines(METRICS),
    "result-train.json": {
      seconds: 70,
      result: { training: { ...training, best_epoch: 1 }, libraries: {} },
    },
    "result-baseline.json": { seconds: 1, result: BASELINE },
  });
  expect(await readTraining(dir)).toMatchObject({
    bestEpoch: 1,
    seconds: 65,
    hardware: null,
    baselineAccuracy: 0.7,
  });
});

test("without results the curve says which epoch was best and how long it took", async () => {
  await writeRun(dir, { "engine/metrics.jsonl": toLines(METRICS) });
  expect(await readTraining(dir)).toMatchObject({
    bestEpoch: 1,
    seconds: 4,
    baselineAccuracy: null,
  });
});

test("what came before the labels is left out", async () => {
  const warmStart = [step(1, 1, 9), { ...epoch(1, {}), validation: null }].map((record) => ({
    ...record,
    phase: "warm-start",
  }));
  await writeRun(dir, {
    "engine/domain/metrics.jsonl": toLines([step(1, 1, 8), epoch(1, { masked_accuracy: 0.4 })]),
    "engine/metrics.jsonl": toLines([...warmStart, ...METRICS]),
  });
  const { loss, epochs } = (await readTraining(dir)) ?? {};
  expect(loss?.map(([, value]) => value)).toEqual([0.7, 0.5]);
  expect(epochs).toHaveLength(2);
});

test("of several seeds the best one's is meant, with the baseline that all share", async () => {
  await writeRun(dir, {
    "result.json": { ...RESULT, seed: 2, seeds: [1, 2] },
    "result-baseline.json": { seconds: 1, result: BASELINE },
    "engine/domain/metrics.jsonl": toLines([step(1, 1, 8), epoch(1, { masked_accuracy: 0.4 })]),
    "seeds/1/engine/metrics.jsonl": toLines([step(1, 1, 0.9), epoch(1, { accuracy: 0.1 })]),
    "seeds/2/engine/metrics.jsonl": toLines(METRICS),
    "seeds/2/result.json": { ...RESULT, baseline: null },
  });
  const ofRun = await readTraining(dir);
  expect(ofRun).toMatchObject({ bestEpoch: 2, baselineAccuracy: 0.7 });
  expect(ofRun?.loss).toHaveLength(2);
  expect(await readTraining(join(dir, "seeds/2"))).toEqual(ofRun);
});

test("several cards are counted", async () => {
  const { hardware } = RUN_FILES["environment.json"];
  await writeRun(dir, {
    "engine/metrics.jsonl": toLines(METRICS),
    "environment.json": {
      ...RUN_FILES["environment.json"],
      hardware: { ...hardware, gpu: "A Card", device: "cuda:0", processes: 2 },
    },
  });
  expect((await readTraining(dir))?.hardware).toBe("2 x A Card");
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ["no run", {}],
  ["a run without metrics", { "result.json": RESULT }],
  ["a training that saw no labels", { "engine/metrics.jsonl": toLines([step(1, 1, 8)]) }],
])("there are no curves in %s", async (_, files) => {
  await writeRun(dir, files);
  expect(await readTraining(dir)).toBeNull();
});

test("a long curve is drawn by at most 300 means", async () => {
  const steps = Array.from({ length: 1_000 }, (_, index) => step(index + 1, 1, index % 2));
  await writeRun(dir, {
    "engine/metrics.jsonl": toLines([...steps, epoch(1, { accuracy: 0.5 })]),
  });
  const { loss = [] } = (await readTraining(dir)) ?? {};
  expect(loss).toHaveLength(250);
  expect([loss[0], loss.at(-1)]).toEqual([
    [4, 0.5],
    [1_000, 0.5],
  ]);
});
