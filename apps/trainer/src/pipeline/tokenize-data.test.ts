import { mkdtempSync, rmSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { tableFromIPC } from "apache-arrow";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { makeCharacterTokenizer } from "../../test/character-tokenizer.ts";
import {
  CHARACTERS,
  CHOICES,
  CLASSIFICATION,
  PAIRS,
  REGRESSION,
  SPANS,
} from "../../test/small-datasets.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { readWindows } from "../tokenization/window-file.ts";
import { tokenizeData, tokenizeTexts } from "./tokenize-data.ts";

const tokenizer = makeCharacterTokenizer(CHARACTERS);

let folder: string;
let cache: string;
let said: string[];
beforeEach(async () => {
  said = [];
  folder = mkdtempSync(join(tmpdir(), "kanjo-tokenize-"));
  cache = join(folder, "cache");
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Changes {
  readonly run?: string;
  readonly digest?: string;
  readonly maxTokens?: number;
}

async function makeInputs({ run = "run", digest = "tokenizer", maxTokens = 12 }: Changes) {
  const dataDir = join(folder, run);
  await mkdir(dataDir, { recursive: true });
  return {
    prepared: { tokenizer, digest },
    context: makeContext(dataDir, maxTokens),
  };
}

function makeContext(dataDir: string, maxTokens: number): Parameters<typeof tokenizeData>[2] {
  return {
    recipe: { tokenizer: { max_tokens: maxTokens } },
    run: { dataDir },
    reporter: { line: (_, text) => said.push(text), progress: () => {} },
  };
}

async function tokenize(dataset: Dataset, changes: Changes = {}) {
  const { prepared, context } = await makeInputs(changes);
  return tokenizeData(dataset, prepared, context, cache);
}

async function tokenizeFiles(files: readonly string[], changes: Changes = {}) {
  const { prepared, context } = await makeInputs(changes);
  return tokenizeTexts(files, prepared, context, cache);
}

async function readColumns(file: string): Promise<Record<string, unknown[]>> {
  const table = tableFromIPC(await readFile(file));
  const columns = table.schema.fields.map(({ name }) => [
    name,
    [...(table.getChild(name) ?? [])].map((value) =>
      typeof value === "number" ? Math.fround(value) : [...value].length,
    ),
  ]);
  return Object.fromEntries(columns);
}

describe("data", () => {
  test.each<[Dataset, Record<string, unknown[]>]>([
    [CLASSIFICATION, { input_ids: [4, 6], second_start: [4, 6], label: [0, 1] }],
    [PAIRS, { input_ids: [8, 8], second_start: [6, 3], label: [2, 1] }],
    [REGRESSION, { input_ids: [5], second_start: [3], target: [Math.fround(2.2)] }],
    [CHOICES, { input_ids: [8, 8, 8], second_start: [6, 6, 6], label: [0, 0, 0] }],
    [SPANS, { input_ids: [12, 12, 9], second_start: [4, 4, 4], start: [0, 8, 0], end: [0, 8, 0] }],
  ])("of $task has the columns of its task", async (dataset, columns) => {
    const { files } = await tokenize(dataset);
    expect(await readColumns(files.train)).toEqual(columns);
  });

  test("without a test split has no file of it", async () => {
    expect((await tokenize(PAIRS)).files.test).toBeNull();
    expect((await tokenize(CLASSIFICATION)).files.test).toBe(join(folder, "run", "test.arrow"));
  });

  test("of spans has the windows of its evaluated splits, a window a row", async () => {
    const { spans, files } = await tokenize(SPANS);
    const windows = await readWindows(spans?.validation ?? "");
    const { input_ids: lengths } = await readColumns(files.validation);
    expect(windows.map(({ offsets }) => offsets.length)).toEqual(lengths);
    expect(windows.map(({ example }) => example)).toEqual([0, 0, 0, 1]);
    const { context } = SPANS.splits.validation[0] ?? { context: "" };
    const [, second] = windows;
    const parts = second?.offsets.map((at) => (at === null ? "" : context.slice(...at)));
    expect(parts).toEqual(["", "", "", "", "る", "。", "猫", "は", "家", "に", "い", ""]);
    expect((await tokenize(CLASSIFICATION)).spans).toBeNull();
  });

  test("is reported with its lengths and what was cut", async () => {
    await tokenize(CLASSIFICATION, { maxTokens: 5 });
    await tokenize(SPANS);
    expect(said).toEqual([
      expect.stringMatching(/^4 rows · mean 4\.3 tokens, longest 5, 1 cut at 5 · \d+\.\d s$/),
      expect.stringMatching(
        /^7 windows of 3 questions · mean 10\.1 tokens, longest 12, 0 cut at 12 · \d+\.\d s$/,
      ),
    ]);
  });
});

describe("the cache", () => {
  test("gives other runs what was tokenized, and says so", async () => {
    const first = await tokenize(SPANS);
    const second = await tokenize(SPANS, { run: "other" });
    expect(said[1]).toMatch(/ · from the cache$/);
    expect(said[1]?.replace(/ · from.*/, "")).toBe(said[0]?.replace(/ · [\d.]+ s$/, ""));
    expect(await readFile(second.files.train)).toEqual(await readFile(first.files.train));
    expect((await stat(second.files.train)).ino).toBe((await stat(first.files.train)).ino);
  });

  const relabelled: Dataset = { ...CLASSIFICATION, labels: ["negative", "positive"] };
  const moved: Dataset = {
    ...SPANS,
    splits: {
      ...SPANS.splits,
      train: SPANS.splits.train.map((row) => ({ ...row, answers: [{ text: "に", start: 3 }] })),
    },
  };
  test.each<[string, Dataset, Dataset, Changes]>([
    ["another tokenizer", CLASSIFICATION, CLASSIFICATION, { digest: "other" }],
    ["another limit", CLASSIFICATION, CLASSIFICATION, { maxTokens: 11 }],
    ["another order of the labels", CLASSIFICATION, relabelled, {}],
    ["another stride", SPANS, { ...SPANS, stride: 3 }, {}],
    ["another answer", SPANS, moved, {}],
  ])("is not used for %s", async (_, before, after, changes) => {
    await tokenize(before);
    await tokenize(after, changes);
    expect(said[1]).not.toContain("from the cache");
    expect(await readdir(cache)).toHaveLength(2);
  });

  test("that is damaged is made anew", async () => {
    await tokenize(CLASSIFICATION);
    const [entry = ""] = await readdir(cache);
    await appendFile(join(cache, entry, "validation.arrow"), "x");
    const { files } = await tokenize(CLASSIFICATION);
    expect(said[1]).not.toContain("from the cache");
    expect(await readColumns(files.validation)).toMatchObject({ label: [0] });
  });

  test("may be deleted under a run", async () => {
    const { files } = await tokenize(CLASSIFICATION);
    await rm(cache, { recursive: true });
    expect(await readColumns(files.train)).toMatchObject({ label: [0, 1] });
  });
});

describe("unlabelled texts", () => {
  test("are tokenized once, whatever the files are called", async () => {
    const [one, two, other] = ["one.txt", "two.txt", "other.txt"].map((name) => join(folder, name));
    await writeFile(one ?? "", "犬は庭にいる\n\n猫\n");
    await writeFile(two ?? "", "犬は庭にいる\n\n猫\n");
    await writeFile(other ?? "", "猫\n");
    const first = await tokenizeFiles([one ?? ""]);
    expect(await readColumns(first)).toEqual({ input_ids: [8, 3], second_start: [8, 3] });
    expect(await tokenizeFiles([two ?? ""])).toBe(first);
    expect(said[1]).toMatch(/^2 unlabelled texts .* from the cache$/);
    expect(await tokenizeFiles([other ?? ""])).not.toBe(first);
  });

  test("that are not there are named", async () => {
    await expect(tokenizeFiles([join(folder, "none.txt")])).rejects.toMatchObject({
      code: "data-invalid",
      message: expect.stringContaining("none.txt"),
    });
  });
});
