import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";

import { createRunFolder } from "../run/run-folder.ts";
import { runStage } from "./stage.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-stage-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function makeContext(name: string) {
  const run = await createRunFolder(folder, name);
  const reporter = { line: () => {}, progress: () => {} };
  return { run, reporter, seconds: new Map<string, number>() };
}

const Result = z.strictObject({ score: z.number() });

function count() {
  let runs = 0;
  return {
    work: () => Promise.resolve({ score: ++runs }),
    runs: () => runs,
  };
}

test("a stage that has finished is not run again", async () => {
  const context = await makeContext("twice");
  const { work, runs } = count();
  const first = await runStage("train", Result, context, work);
  expect(await runStage("train", Result, context, work)).toEqual(first);
  expect(runs()).toBe(1);
});

test("a stage that failed is run again, and keeps nothing", async () => {
  const context = await makeContext("failed");
  const fail = () => Promise.reject(new Error("no memory"));
  await expect(runStage("train", Result, context, fail)).rejects.toThrow("no memory");
  expect(await runStage("train", Result, context, count().work)).toEqual({ score: 1 });
});

test.each([
  ["cut", '{"seconds": 1, "result": {"sco'],
  ["of another layout", '{"seconds": 1, "result": {"accuracy": 1}}'],
])("a result that is %s counts as none", async (name, text) => {
  const context = await makeContext(`result-${name.replaceAll(" ", "-")}`);
  const file = join(context.run.dir, "result-train.json");
  await writeFile(file, text);
  expect(await runStage("train", Result, context, count().work)).toEqual({ score: 1 });
  expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ result: { score: 1 } });
});

test("the time of a stage is known after an interruption, too", async () => {
  const context = await makeContext("time");
  await runStage("train", Result, context, count().work);
  const resumed = { ...context, seconds: new Map<string, number>() };
  await runStage("train", Result, resumed, count().work);
  expect(resumed.seconds).toEqual(context.seconds);
});
