import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { findMarkupFaults } from "../../test/find-markup-faults.ts";
import { createMemoryObjectStore } from "../../test/memory-object-store.ts";
import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { type S3Server, startS3Server } from "../../test/s3-server.ts";
import { TINY_CHARACTERS } from "../../test/tiny-classifier.ts";
import { writeTinyRelease } from "../../test/tiny-release.ts";
import { writeTinyRun } from "../../test/tiny-run.ts";
import { createReportCommand } from "./report.ts";

const TIMEOUT_MS = 60_000;

let folder: string;
let store: S3Server;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-report-"));
  store = await startS3Server(createMemoryObjectStore(), "bucket");
  await writeTinyRun(folder, "v2");
  await writeTinyRelease(join(folder, "older"), "v1", {
    logits: { ...TINY_CHARACTERS, 普: [0, 7, 0] },
  });
  await writeTinyRelease(join(folder, "stars"), "v3", { labels: ["★", "★★", "★★★"] });
  await writeFile(join(folder, "reviews.csv"), "text,label\n良い,positive\n悪い,positive\n");
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await store.stop();
  await rm(folder, { recursive: true });
});

async function report(...args: string[]) {
  const said: string[] = [];
  const line = (stage: string, text: string): void => void said.push(`${stage}: ${text}`);
  const terminal = {
    ...createRecordingTerminal(folder),
    reporter: { line, progress: () => {} },
  };
  await createReportCommand(terminal).exitOverride().parseAsync(args, { from: "user" });
  return { said, printed: terminal.printed };
}

async function read(...path: string[]) {
  const file = join(folder, ...path);
  const page = await readFile(join(file, "report.html"), "utf8");
  return { report: JSON.parse(await readFile(join(file, "report.json"), "utf8")), page };
}

describe("a run's report", { timeout: TIMEOUT_MS }, () => {
  test("lies in its folder, with everything that the run keeps", async () => {
    const { printed } = await report("runs/v2", "--no-against");
    expect(printed).toEqual(["runs/v2/report/report.html\nruns/v2/report/report.json"]);
    const { report: written, page } = await read("runs/v2/report");
    expect(written).toMatchObject({
      model: { version: "v2", labels: ["positive", "negative", "neutral"] },
      splits: [
        { split: "validation", metrics: { count: 4, accuracy: 3 / 4 } },
        { split: "test", metrics: { count: 7, accuracy: 4 / 7 } },
      ],
      data: [
        { split: "train", count: 5, truncated: 0 },
        { split: "validation", count: 4 },
        { split: "test", count: 7, lengths: { bins: expect.any(Array) } },
      ],
      training: {
        bestEpoch: 2,
        epochs: [{ epoch: 1 }, { epoch: 2 }],
        hardware: "A Processor, 2 cores",
      },
      performance: { latency: [{ tokens: 8 }, { tokens: 32 }], modelBytes: expect.any(Number) },
      comparison: null,
    });
    expect(findMarkupFaults(page)).toEqual([]);
    expect(page).toContain("普通😊");
  });

  test("shows its errors with what the model saw, near texts and slices", async () => {
    const { report: written } = await read("runs/v2/report");
    const { total, shown } = written.splits[1].errors;
    expect(total).toBe(3);
    expect(shown.map((one: { score: number }) => one.score)).toEqual(
      shown.map((one: { score: number }) => one.score).toSorted((a: number, b: number) => b - a),
    );
    const error = shown.find((one: { row: number }) => one.row === 3);
    expect(error).toMatchObject({
      source: "data.jsonl:12",
      text: "良くない",
      gold: "negative",
      predicted: "positive",
      slices: expect.arrayContaining(["negation"]),
    });
    expect(error.influences[0]).toMatchObject({ start: 0, end: 1 });
    expect(error.influences[0].weight).toBeGreaterThan(0);
    const sure = written.splits[0].errors.shown[0];
    expect(sure).toMatchObject({ text: "良い?", slices: expect.arrayContaining(["question"]) });
    expect(sure.neighbours[0]).toMatchObject({ text: "良い店", label: "positive" });
  });

  test("is compared with the version that --against names", async () => {
    await report("runs/v2", "--against", "older", "--output", "compared");
    const { report: written, page } = await read("compared");
    expect(written.comparison).toMatchObject({
      split: "test",
      other: { name: "sentiment", version: "v1" },
      summary: { agreement: 5 / 7 },
      onlyThisRight: 1,
      onlyOtherRight: 0,
    });
    expect(written.comparison.changed.map((one: { text: string }) => one.text)).toEqual([
      "普通の宿",
      "普通😊",
    ]);
    expect(page).toContain("Compared with <bdi>v1</bdi>");
  });

  test("is compared with no version that has other labels", async () => {
    await expect(report("runs/v2", "--against", "stars")).rejects.toMatchObject({
      code: "labels-differ",
      message: "labels differ: v3 has ★, ★★, ★★★; v2 has positive, negative, neutral",
    });
  });

  test("does without a comparison where production serves nothing or cannot be reached", async () => {
    vi.stubEnv("S3_ENDPOINT", store.endpoint);
    vi.stubEnv("S3_BUCKET", "bucket");
    vi.stubEnv("S3_ACCESS_KEY_ID", "key");
    vi.stubEnv("S3_SECRET_ACCESS_KEY", "secret");
    const empty = await report("runs/v2", "--split", "test", "--output", "alone");
    expect(empty.said.join("\n")).toMatch(/^compare: with no other version: .*serves nothing/m);
    store.refuseWith(403);
    const refused = await report("runs/v2", "--split", "test", "--output", "alone");
    expect(refused.said.join("\n")).toMatch(/^compare: with no other version: .*403/m);
    expect((await read("alone")).report).toMatchObject({ comparison: null, splits: [{}] });
  });
});

test(
  "a release without a run has the data that are named, and no training",
  { timeout: TIMEOUT_MS },
  async () => {
    const { printed } = await report("older", "--data", "reviews.csv", "--no-against", "--json");
    expect(JSON.parse(printed.join(""))).toEqual({
      json: join(folder, "report-v1/report.json"),
      html: join(folder, "report-v1/report.html"),
    });
    const { report: written, page } = await read("report-v1");
    expect(written).toMatchObject({
      splits: [{ split: "all", errors: { total: 1, shown: [{ neighbours: [] }] } }],
      data: [{ split: "all", count: 2 }],
      training: null,
    });
    expect(findMarkupFaults(page)).toEqual([]);
  },
);
