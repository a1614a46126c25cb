import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { METRICS, step, toLines } from "../../test/small-run.ts";
import { readMetrics } from "./read-metrics.ts";

let file: string;
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), "kanjo-metrics-")), "metrics.jsonl");
});
afterAll(() => rm(join(file, ".."), { recursive: true }));

async function read(text: string) {
  await writeFile(file, text);
  return readMetrics(file);
}

test("steps and epochs are read apart, in their order", async () => {
  const metrics = await read(toLines(METRICS));
  expect(metrics?.steps.map((one) => [one.epoch, one.step, one.loss])).toEqual([
    [1, 1, 0.7],
    [2, 2, 0.5],
  ]);
  expect(metrics?.epochs).toMatchObject([
    { phase: "train", epoch: 1, trainLoss: 0.6, validation: { scores: { accuracy: 0.8 } } },
    { epoch: 2, validation: { scores: { accuracy: 0.6 } } },
  ]);
  expect(metrics?.unreadable).toBe(0);
});

test("wherever a kill cuts the file, the whole lines before it are read", async () => {
  const text = toLines(METRICS);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), async (length) => {
      const cut = text.slice(0, length);
      const { steps = [], epochs = [], unreadable } = (await read(cut)) ?? {};
      const newlines = cut.split("\n").length - 1;
      const rest = cut.slice(cut.lastIndexOf("\n") + 1);
      const lastIsWhole = rest !== "" && text[length] === "\n";
      expect(steps.length + epochs.length).toBe(newlines + Number(lastIsWhole));
      expect(unreadable).toBe(Number(rest !== "" && !lastIsWhole));
    }),
  );
});

test("of a step that was made again after a checkpoint the later record counts", async () => {
  const again = { ...step(1, 1, 0.65), tokens: 301 };
  const metrics = await read(toLines([...METRICS, again]));
  expect(metrics?.steps.map((one) => one.loss)).toEqual([0.5, 0.65]);
});

test("a line that is cut and written on loses itself alone", async () => {
  const metrics = await read(`{"phase":"tr${toLines(METRICS)}${toLines([step(3, 2, 0.4)])}`);
  expect(metrics?.steps.map((one) => one.step)).toEqual([2, 3]);
  expect(metrics?.unreadable).toBe(1);
});

test("a phase without labels has no validation", async () => {
  const metrics = await read(
    toLines([{ phase: "warm-start", epoch: 1, train_loss: 2, validation: null }]),
  );
  expect(metrics?.epochs).toEqual([
    { phase: "warm-start", epoch: 1, trainLoss: 2, validation: null },
  ]);
});

test("without a file there are no metrics", async () => {
  expect(await readMetrics(`${file}.none`)).toBeNull();
});
