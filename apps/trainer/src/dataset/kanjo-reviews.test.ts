/** The project's own data set, held to what its data card says. */
import { join } from "node:path";

import { beforeAll, expect, test } from "vitest";

import { recordLoad } from "../../test/load-options.ts";
import { root } from "../paths.ts";
import { DataSource } from "../recipe/data-source.ts";
import { checkDataset } from "./check/check-dataset.ts";
import { type ClassificationDataset, SPLITS } from "./dataset.ts";
import { loadDataset } from "./load-dataset.ts";

const NEAR_DUPLICATE_JACCARD = 0.4;

let dataset: ClassificationDataset;
beforeAll(async () => {
  const folder = join(root, "datasets/kanjo-reviews");
  const files = {
    train: join(folder, "train.jsonl"),
    validation: join(folder, "validation.jsonl"),
    test: join(folder, "test.jsonl"),
  };
  const columns = { text_column: "text", label_column: "label" };
  const source = { format: "jsonl", files, ...columns, split_column: null, group_column: null };
  const loaded = await loadDataset(DataSource.parse(source), null, recordLoad());
  if (loaded.task === "classification") dataset = loaded;
});

test("has no problem at all", () => {
  expect(checkDataset(dataset).problems).toEqual([]);
});

test("has the sizes and the balance of its data card", () => {
  const sizes = SPLITS.map((split) => [
    dataset.splits[split].length,
    dataset.splits[split].filter((example) => example.label === "positive").length,
  ]);
  expect(sizes).toEqual([
    [6729, 3358],
    [833, 416],
    [833, 416],
  ]);
});

test("has no near-duplicates across its splits", () => {
  const held = [...dataset.splits.validation, ...dataset.splits.test];
  const index = indexTrigrams(dataset.splits.train.map((example) => example.text));
  const near = held.filter((example) => index.mostSimilar(example.text) >= NEAR_DUPLICATE_JACCARD);
  expect(near).toEqual([]);
  const testIndex = indexTrigrams(dataset.splits.test.map((example) => example.text));
  const nearTest = dataset.splits.validation.filter(
    (example) => testIndex.mostSimilar(example.text) >= NEAR_DUPLICATE_JACCARD,
  );
  expect(nearTest).toEqual([]);
});

test("the index finds a near-duplicate that is there", () => {
  const index = indexTrigrams(["店員さんが親切で、また行きたいです。"]);
  expect(index.mostSimilar("店員さんが親切で、また行きたい")).toBeGreaterThan(
    NEAR_DUPLICATE_JACCARD,
  );
});

/** Jaccard similarity over character trigrams, by an inverted index. */
function indexTrigrams(texts: readonly string[]) {
  const sets = texts.map(trigrams);
  const postings = new Map<string, number[]>();
  for (const [index, set] of sets.entries()) {
    for (const gram of set) postings.set(gram, [...(postings.get(gram) ?? []), index]);
  }
  return {
    mostSimilar(text: string): number {
      const grams = trigrams(text);
      const shared = new Map<number, number>();
      for (const gram of grams) {
        for (const index of postings.get(gram) ?? [])
          shared.set(index, (shared.get(index) ?? 0) + 1);
      }
      return Math.max(
        0,
        ...[...shared].map(
          ([index, count]) => count / (grams.size + (sets[index]?.size ?? 0) - count),
        ),
      );
    },
  };
}

function trigrams(text: string): Set<string> {
  const plain = text.normalize("NFKC").replaceAll(/[\s。、！!？?…ー〜~「」『』,.]/gu, "");
  return new Set(
    Array.from({ length: Math.max(1, plain.length - 2) }, (_, index) =>
      plain.slice(index, index + 3),
    ),
  );
}
