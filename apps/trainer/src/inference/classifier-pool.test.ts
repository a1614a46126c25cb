import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";

import { classifyText } from "@kanjo/shared/classifier";
import { explainText } from "@kanjo/shared/explanation";
import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { writeTinyClassifier, writeTinyWordClassifier } from "../../test/tiny-classifier.ts";
import { type ClassifierPool, openClassifierPool } from "./classifier-pool.ts";
import { openClassifier } from "./open-classifier.ts";
import type { ServableModel } from "./servable-model.ts";
import { readWorkerModel } from "./worker-model.ts";

let folder: string;
let characters: ServableModel;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-pool-"));
  characters = await writeTinyClassifier(join(folder, "characters"));
});
afterAll(() => rm(folder, { recursive: true }));

let pool: ClassifierPool;
afterEach(() => pool.close());

async function open(model: ServableModel, workers: number): Promise<ClassifierPool> {
  return (pool = await openClassifierPool(model, { workers }));
}

describe("answers are those of classifyText in this thread, bit for bit and in order", () => {
  test.each([
    ["characters", "良好悪嫌普は。🙂", writeTinyClassifier],
    ["words and a dictionary", "すもうちの。🙂", writeTinyWordClassifier],
  ])("a model of %s", async (name, letters, write) => {
    const model = await write(join(folder, name));
    await open(model, 2);
    const parts = await openClassifier(await readWorkerModel(model));
    const text = fc.string({ unit: fc.constantFrom(...Array.from(letters)), maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 60 }), async (texts) => {
        const expected = [];
        for (const one of texts) expected.push(await classifyText(one, parts));
        expect(await pool.classifyAll(texts)).toEqual(expected);
        expect(await pool.classify(texts)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    const explained = letters.slice(0, 4);
    expect(await pool.explain(explained)).toEqual(await explainText(explained, parts));
  });
});

test("an answer is the softmax of the tokens' mean logits", async () => {
  await open(characters, 1);
  const [answer] = await pool.classify(["良"]);
  // [CLS] 良 [SEP]: [8, 0, 1] / 3
  const exponentials = [8 / 3, 0, 1 / 3].map(Math.exp);
  const sum = exponentials.reduce((total, value) => total + value, 0);
  expect(answer).toMatchObject({ label: "positive", tokens: 3, truncated: false });
  expect(answer?.score).toBeCloseTo(Math.exp(8 / 3) / sum, 6);
});

test("progress counts every text once", async () => {
  await open(characters, 2);
  const seen: number[] = [];
  await pool.classifyAll(Array<string>(100).fill("良"), (done) => seen.push(done));
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.at(-1)).toBe(100);
});

test("more requests than workers wait for each other", async () => {
  await open(characters, 2);
  const texts = ["良", "悪", "普", "好", "嫌"];
  const answers = await Promise.all(texts.map((text) => pool.classify([text])));
  expect(answers.map(([answer]) => answer?.label)).toEqual([
    "positive",
    "negative",
    "neutral",
    "positive",
    "negative",
  ]);
});

test("a malformed text is refused as in this thread, and the pool goes on", async () => {
  await open(characters, 1);
  await expect(pool.classify(["良", "\uD800"])).rejects.toMatchObject({
    name: "KanjoError",
    code: "text-malformed",
    message: expect.stringContaining("UTF-16 offset 0"),
    hint: expect.stringContaining("toWellFormed"),
  });
  await expect(pool.classifyAll(["\uDC00"])).rejects.toMatchObject({ code: "text-malformed" });
  expect(await pool.classify(["良"])).toHaveLength(1);
});

test("a closed pool fails what it has not answered and what comes after", async () => {
  await open(characters, 1);
  const asked = pool.classifyAll(Array<string>(1000).fill("良"));
  await Promise.all([expect(asked).rejects.toMatchObject({ code: "pool-closed" }), pool.close()]);
  await expect(pool.explain("良")).rejects.toMatchObject({ code: "pool-closed" });
  await pool.close();
});

test("when a worker is killed, every call fails and says so", async () => {
  const started: Worker[] = [];
  const listen = (worker: Worker): number => started.push(worker);
  process.on("worker", listen);
  onTestFinished(() => void process.off("worker", listen));
  await open(characters, 2);
  const asked = pool.classifyAll(Array<string>(1000).fill("良"));
  await Promise.all([
    expect(asked).rejects.toMatchObject({
      code: "worker-died",
      message: expect.stringContaining("exited with"),
      hint: expect.stringContaining("--workers"),
    }),
    started[1]?.terminate(),
  ]);
  await expect(pool.classify(["良"])).rejects.toMatchObject({ code: "worker-died" });
});

describe("what cannot be opened is refused with its file", () => {
  test.each([
    ["a model that is none", "model-invalid", "modelFile", "broken"],
    ["a model that is not there", "model-unreadable", "modelFile", "missing"],
    ["another vocabulary", "special-tokens-invalid", "vocabularyFile", "broken"],
    ["a dictionary that is none", "dictionary-invalid", "dictionaryFile", "broken"],
  ])("%s", async (_what, code, field, name) => {
    await open(characters, 1);
    await writeFile(join(folder, "broken"), "no model");
    const model = { ...characters, [field]: join(folder, name) };
    await expect(openClassifierPool(model, { workers: 2 })).rejects.toMatchObject({ code });
  });
});
