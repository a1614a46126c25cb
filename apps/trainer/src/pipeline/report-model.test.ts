/** What a training does with its answers when they are there: the comparison with what is served, and the report. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { TINY_CHARACTERS } from "../../test/tiny-classifier.ts";
import { writeTinyRelease } from "../../test/tiny-release.ts";
import { TINY_ROWS, writeTinyRun } from "../../test/tiny-run.ts";
import type { ClassificationDataset, Split } from "../dataset/dataset.ts";
import { openReleaseFolder } from "../release/open-release-folder.ts";
import type { Release } from "../release/release.ts";
import { scoreSplits } from "../report/score-splits.ts";
import { compareWithServed } from "./compare-with-served.ts";
import { writePredictions } from "./predictions.ts";
import { reportModel } from "./report-model.ts";

const TIMEOUT_MS = 60_000;
const reporter = { line: () => {}, progress: () => {} };

let folder: string;
let runDir: string;
let served: Release;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-report-model-"));
  runDir = await writeTinyRun(folder, "v2");
  const logits = { ...TINY_CHARACTERS, 普: [0, 7, 0] as const };
  served = await openReleaseFolder(await writeTinyRelease(join(folder, "v1"), "v1", { logits }));
  await keepAnswers();
}, TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true }));

const takeSplit = (split: Split) =>
  TINY_ROWS.filter((row) => row.split === split).map(({ text, label }, at) => ({
    text,
    label,
    source: `data.jsonl:${at + 1}`,
  }));
const dataset: ClassificationDataset = {
  task: "classification",
  labels: ["positive", "negative", "neutral"],
  carved: [],
  splits: {
    train: takeSplit("train"),
    validation: takeSplit("validation"),
    test: takeSplit("test"),
  },
};

/** As the evaluation leaves them in the run folder. */
async function keepAnswers(): Promise<void> {
  const release = await openReleaseFolder(join(runDir, "release"));
  const splits = (["validation", "test"] as const).map((split) => ({
    split,
    examples: dataset.splits[split],
  }));
  for (const { split, scored } of await scoreSplits(release, splits, reporter)) {
    await writePredictions(runDir, split, scored);
  }
}

/** As much of a training's context as these stages look at. */
function makeContext() {
  return {
    run: { dir: runDir, releaseDir: join(runDir, "release") },
    recipe: { model_name: "sentiment" },
    reporter,
    seconds: new Map<string, number>(),
  };
}

test(
  "what is served is asked once, and its answers are kept for the report",
  { timeout: TIMEOUT_MS },
  async () => {
    const first = await compareWithServed(dataset, served, runDir, makeContext());
    expect(first?.comparison).toMatchObject({ version: "v1", agreement: 5 / 7 });
    const { manifestSha256 } = served;
    expect(first?.answers).toMatchObject({ name: "sentiment", version: "v1", manifestSha256 });
    // Now another release may be served: what the model was compared with stays.
    expect(await compareWithServed(dataset, null, runDir, makeContext())).toEqual(first);
  },
);

test(
  "the report is of the answers that were kept, and of the comparison",
  { timeout: TIMEOUT_MS },
  async () => {
    const compared = await compareWithServed(dataset, served, runDir, makeContext());
    const context = makeContext();
    const files = await reportModel(
      dataset,
      { runDir, other: compared?.answers ?? null, now: () => new Date(0) },
      context,
    );
    expect(files.html).toBe(join(runDir, "report/report.html"));
    expect(JSON.parse(await readFile(files.json, "utf8"))).toMatchObject({
      generatedAt: "1970-01-01T00:00:00.000Z",
      model: { version: "v2" },
      splits: [
        { split: "validation", metrics: { count: 4 } },
        { split: "test", metrics: { count: 7, accuracy: 4 / 7 } },
      ],
      data: [{ split: "train" }, { split: "validation" }, { split: "test" }],
      comparison: { other: { version: "v1" }, onlyThisRight: 1 },
    });
    expect(context.seconds.get("report")).toBeGreaterThan(0);
  },
);

test("a release with other labels is not compared", { timeout: TIMEOUT_MS }, async () => {
  const labels = ["★", "★★", "★★★"];
  const stars = await openReleaseFolder(
    await writeTinyRelease(join(folder, "stars"), "v3", { labels }),
  );
  const other = { ...makeContext(), run: { dir: folder, releaseDir: join(runDir, "release") } };
  expect(await compareWithServed(dataset, stars, runDir, other)).toBeNull();
});
