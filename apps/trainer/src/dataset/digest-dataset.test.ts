import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import type { ClassificationDataset } from "./dataset.ts";
import { digestDataset, digestExamples } from "./digest-dataset.ts";

const DATASET: ClassificationDataset = {
  task: "classification",
  labels: ["positive", "negative"],
  carved: [],
  splits: {
    train: [{ text: "良い", label: "positive", source: "a:1" }],
    validation: [{ text: "悪い", label: "negative", source: "a:2" }],
    test: [],
  },
};

test("is the SHA-256 of split, label and text, a line each", () => {
  const lines = '["train","positive","良い"]\n["validation","negative","悪い"]\n';
  expect(digestDataset(DATASET)).toBe(createHash("sha256").update(lines).digest("hex"));
});

test("changes with a label, a text, a second text and a split, not with a place", () => {
  const { splits } = DATASET;
  const [row] = splits.train;
  const change = (changes: object): ClassificationDataset => ({
    ...DATASET,
    splits: { ...splits, train: [{ text: "", label: "", source: "", ...row, ...changes }] },
  });
  const changed = [
    change({ label: "negative" }),
    change({ text: "よい" }),
    change({ pair: "宿" }),
    { ...DATASET, splits: { ...splits, test: splits.train, train: [] } },
  ].map(digestDataset);
  expect(new Set([digestDataset(DATASET), ...changed]).size).toBe(5);
  expect(digestDataset(change({ source: "b:9" }))).toBe(digestDataset(DATASET));
});

test("of examples alone it is that of label and texts, whatever split they are in", () => {
  const { train, validation } = DATASET.splits;
  const pair = { text: "一泊", pair: "二泊", label: "same", source: "a:3" };
  const lines = '["positive","良い"]\n["negative","悪い"]\n["same","一泊","二泊"]\n';
  expect(digestExamples([...train, ...validation, pair])).toBe(
    createHash("sha256").update(lines).digest("hex"),
  );
});
