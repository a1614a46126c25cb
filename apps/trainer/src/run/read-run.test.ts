import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { epoch, METRICS, RUN_FILES, step, toLines, writeRun } from "../../test/small-run.ts";
import { readCurve } from "./curve.ts";
import { recordProcess } from "./process-record.ts";
import { readRun } from "./read-run.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-runs-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(files: Readonly<Record<string, unknown>>, name = "small") {
  count += 1;
  return readRun(await writeRun(join(folder, String(count)), files), name);
}

test("a finished run is read as a whole", async () => {
  expect(await read(RUN_FILES)).toMatchObject({
    state: "finished",
    date: "2026-02-03T04:05:06.000Z",
    modelBytes: 1_500_000,
    problems: [],
    result: {
      validation: { scores: { accuracy: 0.9 } },
      test: { scores: { accuracy: 0.75, macro_f1: 0.7 } },
      trainSeconds: 65,
      peakMemoryBytes: 2_000_000_000,
    },
  });
});

test("a run of an older layout says what it has", async () => {
  const run = await read(
    {
      "recipe.json": { name: "old", tokenizer: { subword: "character" } },
      "result.json": {
        training: {
          parameters: 7,
          train_seconds: 3,
          validation: { count: 4, accuracy: 0.5, macro_f1: 0.4, loss: 1 },
        },
      },
    },
    "old-20251231-235959",
  );
  expect(run).toMatchObject({
    state: "finished",
    date: "2025-12-31T23:59:59.000Z",
    result: {
      validation: { primary: "accuracy", scores: { accuracy: 0.5, macro_f1: 0.4 } },
      test: null,
      parameters: 7,
      samplesPerSecond: null,
    },
    problems: ["environment.json is missing", "manifest.json is missing"],
  });
});

test("a search has the figures of its best trial, and the time of all", async () => {
  const best = { epochs: 4, primary: "pearson", score: 0.8, deviation: 0.01, trainSeconds: 40 };
  const rungs = [[{ trainSeconds: 10 }, { trainSeconds: 12 }], [best]];
  const run = await read({
    "recipe.json": RUN_FILES["recipe.json"],
    "result.json": { searchDir: "runs/search", best, rungs },
  });
  expect(run).toMatchObject({
    state: "finished",
    result: {
      validation: { primary: "pearson", scores: { pearson: 0.8 } },
      seeds: { validation: { pearson: { mean: 0.8, deviation: 0.01 } } },
      trainSeconds: 62,
    },
  });
});

test("an interrupted run has the best of its epochs so far", async () => {
  const run = await read({
    "recipe.json": RUN_FILES["recipe.json"],
    "engine/metrics.jsonl": `${toLines(METRICS)}{"phase":"tra`,
  });
  expect(run).toMatchObject({
    state: "interrupted",
    result: { validation: { scores: { accuracy: 0.8 } }, bestEpoch: 1, trainSeconds: 4 },
  });
});

test("training on the domain's texts comes before the training, under its own name", async () => {
  const dir = await writeRun(join(folder, "domain"), {
    "recipe.json": RUN_FILES["recipe.json"],
    "engine/domain/metrics.jsonl": toLines([step(1, 1, 8), epoch(1, { masked_accuracy: 0.9 })]),
    "engine/metrics.jsonl": toLines(METRICS),
  });
  const { epochs = [], steps = [] } = (await readCurve(dir)) ?? {};
  expect(epochs.map(({ phase }) => phase)).toEqual(["domain", "train", "train"]);
  expect(steps.map(({ loss }) => loss)).toEqual([8, 0.7, 0.5]);
  expect((await readRun(dir, "domain")).result.validation?.scores).toEqual({ accuracy: 0.8 });
});

test.each<[string, Record<string, unknown>, string[]]>([
  ["no recipe", { "engine/log": "" }, ["recipe.json is missing", "result.json is missing"]],
  ["a cut recipe", { "recipe.json": '{"name":' }, ["recipe.json is not JSON"]],
  ["a recipe that is none", { "recipe.json": [1] }, ["recipe.json has something else"]],
  [
    "a cut result",
    { "recipe.json": RUN_FILES["recipe.json"], "result.json": "{" },
    ["result.json is not JSON"],
  ],
])("a run with %s is broken and says so", async (_, files, problems) => {
  const run = await read(files);
  expect(run.state).toBe("broken");
  expect(run.problems).toEqual(expect.arrayContaining(problems));
});

test("what a result has in another type is left out", async () => {
  const { training } = RUN_FILES["result.json"];
  const run = await read({
    ...RUN_FILES,
    "result.json": { training: { ...training, parameters: "many" }, metrics: 3 },
  });
  expect(run.result).toMatchObject({ parameters: null, test: null, trainSeconds: 65 });
});

test("a run in which a process works is running, until that process has ended", async () => {
  const dir = await writeRun(join(folder, "live"), { "recipe.json": RUN_FILES["recipe.json"] });
  await recordProcess(dir);
  expect(await readRun(dir, "live")).toMatchObject({ state: "running" });

  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  await writeRun(dir, { "process.json": { pid, started: null } });
  expect(await readRun(dir, "live")).toMatchObject({ state: "interrupted" });
});

test.runIf(process.platform === "linux")(
  "another process that was given the same number is not taken for it",
  async () => {
    const dir = await writeRun(join(folder, "reused"), {
      "recipe.json": RUN_FILES["recipe.json"],
      "process.json": { pid: process.pid, started: "1" },
    });
    expect(await readRun(dir, "reused")).toMatchObject({ state: "interrupted" });
  },
);
