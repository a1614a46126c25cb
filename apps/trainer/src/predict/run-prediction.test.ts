/** Whole labellings with a model that answers, against `classifyText` in this thread. */
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type ClassifiedText, classifyText } from "@kanjo/shared/classifier";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { makeInput } from "../../test/opened-input.ts";
import { makeRandomTable } from "../../test/random-table.ts";
import { TINY_ABSTAINS_BELOW, writeTinyRelease } from "../../test/tiny-release.ts";
import { type ClassifierPool, openClassifierPool } from "../inference/classifier-pool.ts";
import { openClassifier } from "../inference/open-classifier.ts";
import { readWorkerModel } from "../inference/worker-model.ts";
import { openReleaseFolder } from "../release/open-release-folder.ts";
import type { Release } from "../release/release.ts";
import { toServableModel } from "../release/to-servable-model.ts";
import { openInputFile } from "./input.ts";
import { ROW_FORMATS, type RowFormatName } from "./row-format.ts";
import { type Predicted, type PredictionOutput, runPrediction } from "./run-prediction.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
let pool: ClassifierPool;
let release: Release;
let classifyHere: (text: string) => Promise<ClassifiedText>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-predict-"));
  release = await openReleaseFolder(await writeTinyRelease(join(folder, "release")));
  const parts = await openClassifier(await readWorkerModel(toServableModel(release)));
  classifyHere = (text) => classifyText(text, parts);
  pool = await openClassifierPool(toServableModel(release), { workers: 2 });
});
afterAll(async () => {
  await pool.close();
  await rm(folder, { recursive: true });
});

/** How a labelling is ended before its time: asked to stop, or by a failure. */
interface Ending {
  readonly how: "stop" | "fail";
  /** Requests of the pool before it. */
  readonly after: number;
}

/** The one pool that all tests share. */
function lendPool(ending: Ending | null, stop: AbortController) {
  let left = ending?.after ?? Number.POSITIVE_INFINITY;
  const classify: ClassifierPool["classify"] = async (texts) => {
    left -= 1;
    if (left < 0 && ending?.how === "fail") throw new Error("failed");
    if (left < 0) stop.abort();
    return pool.classify(texts);
  };
  return async () => ({ workers: pool.workers, classify, close: async () => {} });
}

interface Run {
  readonly dir: string;
  readonly format: RowFormatName;
  readonly beginning?: "refuse" | "resume" | "overwrite";
  readonly ending?: Ending;
  readonly prefix?: string;
}

async function predict({ dir, format, beginning = "refuse", ending, prefix = "" }: Run) {
  const stop = new AbortController();
  const paths = { output: join(dir, "out"), badRows: join(dir, "bad") };
  const output: PredictionOutput = { kind: "file", paths, beginning };
  return runPrediction(
    {
      release,
      input: await openInputFile(join(dir, "in")),
      output,
      format,
      textColumn: "text",
      prefix,
    },
    {
      openPool: lendPool(ending ?? null, stop),
      reporter: { line: () => {}, progress: () => {} },
      stop: stop.signal,
      now: createClock(),
      keepEvery: 8,
    },
  );
}

/** A time that passes whenever it is asked for: checkpoints are where they are, on any machine. */
function createClock(): () => number {
  let time = 0;
  return () => (time += 1);
}

async function makeFolder(content: string): Promise<string> {
  const dir = await mkdtemp(join(folder, "run-"));
  await writeFile(join(dir, "in"), content);
  return dir;
}

function readRecords(format: RowFormatName, content: string): Record<string, unknown>[] {
  if (format === "jsonl") {
    return content
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }
  const dialect = format === "csv" ? { delimiter: "," } : { delimiter: "\t", quote: null };
  return parse(content, { ...dialect, columns: true });
}

describe("every row has the answer of classifyText and its own columns", () => {
  test.each(ROW_FORMATS)("%s", async (format) => {
    const dir = await makeFolder(makeRandomTable(format, 500, 1));
    const predicted = await predict({ dir, format });
    const records = readRecords(format, await readFile(join(dir, "out"), "utf8"));
    expect(records.length).toBe(predicted.tally.labelled);
    expect(records.length).toBeGreaterThan(400);
    for (const record of records) {
      const { label, score, scores } = await classifyHere(String(record["text"]));
      const flat = Object.entries(scores).map(([name, one]) => [`scores.${name}`, String(one)]);
      const isText = format !== "jsonl";
      expect(record).toMatchObject({
        id: expect.anything(),
        label,
        score: isText ? String(score) : score,
        abstained: isText ? String(score < TINY_ABSTAINS_BELOW) : score < TINY_ABSTAINS_BELOW,
        model: "sentiment",
        version: "v1",
        ...(isText ? Object.fromEntries(flat) : { scores }),
      });
    }
  });
});

test("rows come in order, bad ones in the side file, and all of them are counted", async () => {
  const dir = await makeFolder(makeRandomTable("jsonl", 700, 2));
  const { position, tally } = await predict({ dir, format: "jsonl" });
  const ids = readRecords("jsonl", await readFile(join(dir, "out"), "utf8")).map(({ id }) => id);
  const bad = readRecords("jsonl", await readFile(join(dir, "bad"), "utf8"));
  const badRows = bad.map(({ row }) => Number(row));
  const expected = Array.from({ length: 700 }, (_, id) => id);
  expect(ids).toEqual(expected.filter((id) => !badRows.includes(id + 1)));
  expect(position.rows).toBe(700);
  expect(tally.bad).toBe(badRows.length);
  expect(badRows.length).toBeGreaterThan(10);
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  expect(sum(tally.labels)).toBe(ids.length);
  expect(sum(tally.reasons)).toBe(badRows.length);
});

describe("what is stopped and fails again and again comes to the same bytes", () => {
  const ending = fc.record({
    how: fc.constantFrom<Ending["how"]>("stop", "fail"),
    after: fc.integer({ min: 0, max: 24 }),
  });
  test.each(ROW_FORMATS)("%s", async (format) => {
    const content = makeRandomTable(format, 1_000, 3);
    const whole = await makeFolder(content);
    const expected = await predict({ dir: whole, format });
    await fc.assert(
      fc.asyncProperty(fc.array(ending, { maxLength: 4 }), async (endings) => {
        const dir = await makeFolder(content);
        for (const one of endings) {
          const run = predict({ dir, format, ending: one, beginning: "resume" });
          if ((await run.catch(() => null))?.outcome === "complete") return;
        }
        const { tally, position } = await predict({ dir, format, beginning: "resume" });
        expect({ tally, position }).toEqual({ tally: expected.tally, position: expected.position });
        for (const name of ["out", "bad"]) {
          expect(await readFile(join(dir, name))).toEqual(await readFile(join(whole, name)));
        }
        expect((await readdir(dir)).toSorted()).toEqual(["bad", "in", "out"]);
      }),
      { numRuns: 8 },
    );
  });
});

test("what is overwritten begins anew, and replaces both files", async () => {
  const dir = await makeFolder('{"text":"良"}\n');
  await writeFile(join(dir, "out"), "old");
  await writeFile(join(dir, "bad"), "old");
  await predict({ dir, format: "jsonl", beginning: "overwrite" });
  expect(await readFile(join(dir, "out"), "utf8")).toContain('"positive"');
  expect((await readdir(dir)).toSorted()).toEqual(["in", "out"]);
});

test("a labelling that failed leaves what stood there, and nothing under the output's name", async () => {
  const dir = await makeFolder('{"text":"良","label":"own"}\n');
  await expect(predict({ dir, format: "jsonl" })).rejects.toMatchObject({ code: "columns-taken" });
  expect(await readdir(dir)).not.toContain("out");
  const { tally } = await predict({ dir, format: "jsonl", prefix: "p_" });
  expect(tally.labelled).toBe(1);
  expect(JSON.parse(await readFile(join(dir, "out"), "utf8"))).toMatchObject({
    label: "own",
    p_label: "positive",
  });
});

test("from a stream to a stream, nothing is kept but the side file", async () => {
  const dir = await mkdtemp(join(folder, "stream-"));
  const written: string[] = [];
  const write = async (text: string): Promise<void> => void written.push(text);
  const predicted: Predicted = await runPrediction(
    {
      release,
      input: makeInput('{"text":"良"}\n{}\n{"text":"悪"}'),
      output: { kind: "stream", write, badRows: join(dir, "bad") },
      format: "jsonl",
      textColumn: "text",
      prefix: "",
    },
    {
      openPool: lendPool(null, new AbortController()),
      reporter: { line: () => {}, progress: () => {} },
      stop: new AbortController().signal,
      now: () => 0,
    },
  );
  expect(predicted.tally).toMatchObject({ labelled: 2, bad: 1 });
  expect(readRecords("jsonl", written.join("")).map(({ label }) => label)).toEqual([
    "positive",
    "negative",
  ]);
  expect(await readdir(dir)).toEqual(["bad"]);
});
