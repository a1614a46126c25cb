import { expect, test } from "vitest";

import type { DataSource } from "../recipe/data-source.ts";
import { chooseSource } from "./choose-source.ts";

const JNLI: DataSource = { format: "jnli", files: null };
const MARC_JA: DataSource = { format: "marc-ja", files: "recipe.tsv" };

test("without a folder the recipe's own source is used", () => {
  expect(chooseSource(JNLI, null)).toEqual({ kind: "usable", source: JNLI, trainedOnTest: false });
});

test("a folder's files are used, and its test file is left alone", () => {
  expect(chooseSource(JNLI, { train: "t", validation: "v", test: "x" })).toEqual({
    kind: "usable",
    source: { format: "jnli", files: { train: "t", validation: "v", test: null } },
    trainedOnTest: false,
  });
});

test("a labelled test file stands in for a missing train file, and that is told", () => {
  expect(chooseSource(JNLI, { validation: "v", test: "x" })).toEqual({
    kind: "usable",
    source: { format: "jnli", files: { train: "x", validation: "v", test: null } },
    trainedOnTest: true,
  });
});

test.each([
  [{ train: "t", validation: "v", test: "x" }, "x"],
  [{ train: "t", validation: "v" }, "v"],
])("JCoLA, of single texts, has a test split: %j", (files, expected) => {
  expect(chooseSource({ format: "jcola", files: null }, files)).toMatchObject({
    source: { files: { train: "t", validation: "v", test: expected } },
    trainedOnTest: false,
  });
});

test("MARC-ja is read from the file that was found", () => {
  expect(chooseSource(MARC_JA, { train: "amazon.tsv.gz" })).toMatchObject({
    kind: "usable",
    source: { format: "marc-ja", files: "amazon.tsv.gz" },
  });
});

test.each([
  ["MARC-ja without its file", MARC_JA, {}, "withdrawn"],
  ["MARC-ja without a folder", MARC_JA, null, "withdrawn"],
  ["a task without a validation file", JNLI, { train: "t" }, "no validation file"],
  ["a task with a validation file alone", JNLI, { validation: "v" }, "neither a train nor a test"],
])("%s is skipped", (_, source, files, reason) => {
  expect(chooseSource(source, files)).toEqual({
    kind: "skipped",
    reason: expect.stringContaining(reason),
  });
});
