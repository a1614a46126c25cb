import { describe, expect, test } from "vitest";

import { chooseFiles } from "./choose-files.ts";

describe("splits are read from the names", () => {
  test.each([
    ["data/train-00000-of-00001.parquet", "train"],
    ["data/validation-00000-of-00002-0123abcd.parquet", "validation"],
    ["dev.parquet", "validation"],
    ["test/0000.parquet", "test"],
    ["default/partial-train/0001.parquet", "train"],
    ["data/reviews_test.parquet", "test"],
    ["data/part-0.parquet", null],
  ])("%s", (path, split) => {
    expect(chooseFiles([path], null)).toEqual([{ path, split }]);
  });
});

const SEVERAL = ["small/train.parquet", "small/test.parquet", "large/train.parquet"];

test("of several configurations the named one is read", () => {
  expect(chooseFiles(SEVERAL, "small").map(({ path }) => path)).toEqual([
    "small/test.parquet",
    "small/train.parquet",
  ]);
});

test("of several configurations the default one is read without a name", () => {
  const paths = [...SEVERAL, "default/train.parquet"];
  expect(chooseFiles(paths, null)).toEqual([{ path: "default/train.parquet", split: "train" }]);
});

test.each([
  [null, /several configurations; there are: small, large/],
  ["tiny", /no configuration "tiny"; there are: small, large/],
])("configuration %j is refused with those there are", (config, message) => {
  expect(() => chooseFiles(SEVERAL, config)).toThrow(message);
});
