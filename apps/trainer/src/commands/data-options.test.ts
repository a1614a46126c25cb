import { Command } from "commander";
import { describe, expect, test } from "vitest";

import { loadRecipe } from "../recipe/load-recipe.ts";
import { addDataOptions, applyDataOptions, type DataOptions } from "./data-options.ts";

const recipe = await loadRecipe("quickstart", "/");

function apply(...args: string[]) {
  const command = addDataOptions(new Command()).exitOverride();
  const options = command.parse(args, { from: "user" }).opts<DataOptions>();
  return applyDataOptions(recipe, options, "/home/user");
}

const COLUMNS = {
  text_column: "text",
  label_column: "label",
  split_column: null,
  group_column: null,
};

test("without data the recipe stays as it is", () => {
  expect(apply()).toEqual(recipe);
  expect(apply("--accept-license")).toEqual(recipe);
});

test.each([
  [["--data", "a.csv"], { format: "csv", files: "/home/user/a.csv", ...COLUMNS }],
  [
    ["--data", "/a.txt", "--format", "tsv", "--text-column", "body", "--group-column", "author"],
    { format: "tsv", files: "/a.txt", ...COLUMNS, text_column: "body", group_column: "author" },
  ],
  [["--data", "pn.tsv", "--format", "jrte"], { format: "jrte", files: "/home/user/pn.tsv" }],
  [
    ["--data", "w.tsv", "--format", "wrime"],
    { format: "wrime", files: "/home/user/w.tsv", judges: "readers", classes: "binary" },
  ],
  [
    ["--data", "../a.tsv.gz", "--format", "marc-ja"],
    { format: "marc-ja", files: "/home/a.tsv.gz" },
  ],
])("%j", (args, data) => {
  expect(apply(...args)).toEqual({ ...recipe, labels: null, data });
});

describe("what makes no sense is refused as wrong usage", () => {
  test.each([
    [["--text-column", "body"], /--data, which is not given/],
    [["--format", "csv"], /--data, which is not given/],
    [["--data", "a.txt"], /extension says no format/],
    [["--data", "a", "--format", "jrte", "--text-column", "b"], /columns of its own/],
    [["--data", "a", "--format", "wrime", "--group-column", "b"], /columns of its own/],
  ])("%j", (args, message) => {
    expect(() => apply(...args)).toThrow(
      expect.objectContaining({ code: "usage", message: expect.stringMatching(message) }),
    );
  });
});
