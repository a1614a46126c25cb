import { describe, expect, test } from "vitest";

import { loadRecipe } from "../recipe/load-recipe.ts";
import { applyOptions, parseTrainOptions, parseVersion } from "./train-options.ts";

const DEFAULTS = { recipe: "quickstart", channel: "production", runs: "/runs", publish: true };
const CHARACTERS = {
  kind: "bert-japanese",
  subword: "character",
  min_frequency: 1,
  max_tokens: 128,
} as const;
const recipe = await loadRecipe("quickstart", "/");

function apply(options: object) {
  return applyOptions(recipe, parseTrainOptions({ ...DEFAULTS, ...options }), "/home/user");
}

test("without options the recipe stays as it is", () => {
  expect(apply({})).toEqual(recipe);
});

test("a seed replaces the recipe's alone", () => {
  expect(apply({ seed: "7" })).toEqual({ ...recipe, training: { ...recipe.training, seed: 7 } });
});

test("a dictionary is for recipes with words alone", () => {
  expect(apply({ dictionary: "own.kjd" })).toEqual(recipe);
  const characters = { ...recipe, tokenizer: CHARACTERS };
  const options = parseTrainOptions({ ...DEFAULTS, dictionary: "own.kjd" });
  expect(() => applyOptions(characters, options, "/")).toThrow(
    expect.objectContaining({
      code: "usage",
      message: expect.stringContaining("quickstart has character subwords"),
    }),
  );
});

test("data begins at the user's folder, is read by its extension, and brings its own labels", () => {
  expect(apply({ data: "reviews.csv", textColumn: "body", splitColumn: "part" })).toMatchObject({
    labels: null,
    data: {
      format: "csv",
      files: "/home/user/reviews.csv",
      text_column: "body",
      label_column: "label",
      split_column: "part",
    },
  });
});

describe("what makes no sense is refused as wrong usage", () => {
  test.each([
    ["a column without data", { textColumn: "body" }, /--data, which is not given/],
    ["a format without data", { format: "csv" }, /--data, which is not given/],
    ["an extension that says nothing", { data: "reviews.txt" }, /says no format/],
    ["an empty seed", { seed: "" }, /seed: expected a whole number/],
    ["a negative seed", { seed: "-1" }, /seed: expected a whole number/],
    ["a channel with a slash", { channel: "a/b" }, /channel: expected 1 to 64/],
  ])("%s", (_, options, message) => {
    expect(() => apply(options)).toThrow(message);
    expect(() => apply(options)).toThrow(expect.objectContaining({ code: "usage" }));
  });

  test("a version that is too long for a key", () => {
    expect(() => parseVersion("v".repeat(65))).toThrow(/expected 1 to 64/);
    expect(parseVersion("v".repeat(64))).toHaveLength(64);
  });
});
