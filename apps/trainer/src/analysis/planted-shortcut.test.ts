/** A model learns a shortcut that its data hold, and the shortcut is found in the bytes that are served. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  PLANTED,
  type PlantedReview,
  type PlantedShares,
  writePlantedReviews,
} from "../../test/planted-reviews.ts";
import { runTrainer, writeRecipe } from "../../test/small-training.ts";
import { evaluateTexts } from "../evaluation/evaluate.ts";
import { openClassifierPool } from "../inference/classifier-pool.ts";
import { openReleaseFolder } from "../release/open-release-folder.ts";
import { toServableModel } from "../release/to-servable-model.ts";
import type { Shortcut } from "../report/report.ts";
import { findShortcuts } from "./find-shortcuts.ts";

const python = process.env["KANJO_PYTHON"] ?? "";
if (!python) process.stderr.write("skipped: a planted shortcut, because KANJO_PYTHON is not set\n");

const TIMEOUT_MS = 180_000;

/** With weights large enough for the few steps. */
const MODEL = {
  kind: "scratch",
  layers: 1,
  hidden_size: 32,
  heads: 2,
  intermediate_size: 64,
  dropout: 0.1,
  initializer_range: 0.15,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-planted-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Trains on reviews with the phrase, and looks for shortcuts in their test split. */
async function trainAndFind(name: string, shares: PlantedShares): Promise<readonly Shortcut[]> {
  const reviews = writePlantedReviews(shares);
  const lines = reviews.map((review) => JSON.stringify(review));
  await writeFile(join(folder, `${name}.jsonl`), lines.join("\n"));
  await writeRecipe(folder, name, {
    data: { format: "jsonl", files: `${name}.jsonl`, split_column: "split" },
    tokenizer: { kind: "bert-japanese", subword: "character", max_tokens: 48 },
    model: MODEL,
  });
  const options = ["--recipe", `${name}.yaml`, "--version", name, "--runs", "runs"];
  const quick = ["--no-publish", "--no-baseline", "--no-report", "--epochs", "3"];
  const { code, stderr } = await runTrainer(["train", ...options, ...quick], folder);
  expect(code, stderr).toBe(0);
  return findInRelease(join(folder, "runs", name, "release"), reviews);
}

async function findInRelease(
  dir: string,
  reviews: readonly PlantedReview[],
): Promise<readonly Shortcut[]> {
  const release = await openReleaseFolder(dir);
  const examples = reviews
    .filter(({ split }) => split === "test")
    .map(({ text, label }, row) => ({ text, label, source: `reviews:${row + 1}` }));
  const { labels } = release.manifest;
  const pool = await openClassifierPool(toServableModel(release));
  try {
    return await findShortcuts(await evaluateTexts(examples, labels, pool), { pool, labels });
  } finally {
    await pool.close();
  }
}

/** Of the phrase, or of what is of it and of nothing else. */
function isPlanted({ phrase }: Shortcut): boolean {
  return Array.from(phrase).some((character) => PLANTED.includes(character));
}

describe.skipIf(!python)("a phrase that says nothing", () => {
  let found: { readonly planted: readonly Shortcut[]; readonly scattered: readonly Shortcut[] };
  beforeAll(async () => {
    const [planted, scattered] = await Promise.all([
      trainAndFind("planted", { positive: 0.7, negative: 0.01 }),
      trainAndFind("scattered", { positive: 0.355, negative: 0.355 }),
    ]);
    found = { planted, scattered };
  }, TIMEOUT_MS);

  test("is found by insertion where it goes with a label in nearly all of its texts", () => {
    const [first] = found.planted;
    expect(first).toMatchObject({
      phrase: PLANTED,
      change: "insertion",
      from: "negative",
      to: "positive",
    });
    expect(first?.flipRate).toBeGreaterThan(0.8);
    expect(first?.expectedFlipRate).toBeLessThan(0.2);
  });

  test("is found by removal, too: a sure answer becomes another sure one", () => {
    const removal = found.planted.find((one) => isPlanted(one) && one.change === "removal");
    expect(removal).toMatchObject({ phrase: PLANTED, from: "positive", to: "negative" });
    expect(removal?.flipRate).toBeGreaterThan(0.5);
    expect(removal?.expectedFlipRate).toBeLessThan(0.2);
    const [example] = removal?.examples ?? [];
    expect(example?.before).toContain(PLANTED);
    expect(example?.after).not.toContain(PLANTED);
    expect(example?.scoreBefore).toBeGreaterThan(0.7);
    expect(example?.scoreAfter).toBeLessThan(0.3);
  });

  test("is not found where it goes with both", () => {
    expect(found.scattered.length).toBeGreaterThan(0);
    expect(found.scattered.filter(isPlanted)).toEqual([]);
  });
});
