import { describe, expect, test } from "vitest";

import { loadRecipe } from "../recipe/load-recipe.ts";
import { configureRecipe, describeConfiguration, expandGrid, parseAxis } from "./axis.ts";

describe("an axis has a field and its values", () => {
  test.each([
    ["training.learning_rate=1e-5,2e-5", "training.learning_rate", [1e-5, 2e-5]],
    ["training.batch_size=16", "training.batch_size", [16]],
    ["training.patience=null, 2", "training.patience", [null, 2]],
    [
      "training.batching={kind: random},{kind: token-budget, tokens: 512}",
      "training.batching",
      [{ kind: "random" }, { kind: "token-budget", tokens: 512 }],
    ],
    ["model.dropout=0.1,0.1,0.2", "model.dropout", [0.1, 0.2]],
  ])("%s", (text, field, values) => {
    expect(parseAxis(text)).toEqual({ field, values });
  });
});

describe("what cannot be searched over is wrong usage", () => {
  test.each([
    ["training.learning_rate", /expected FIELD=VALUE/],
    ["training.learning_rate=", /expected values/],
    ["training.batching={kind: random", /not YAML/],
    ["tokenizer.max_tokens=64,128", /cannot be searched over/],
    ["data.format=csv", /cannot be searched over/],
    ["model.base=a,b", /cannot be searched over/],
    ["training.seed=1,2", /cannot be searched over/],
  ])("%s", (text, message) => {
    expect(() => parseAxis(text)).toThrow(message);
    expect(() => parseAxis(text)).toThrow(expect.objectContaining({ code: "usage" }));
  });
});

test("a grid has every combination once, the last axis fastest", () => {
  const grid = expandGrid(
    ["training.learning_rate=1e-5,2e-5", "training.batch_size=16,32"].map(parseAxis),
  );
  expect(grid.map(describeConfiguration)).toEqual([
    "learning_rate 1e-5, batch_size 16",
    "learning_rate 1e-5, batch_size 32",
    "learning_rate 2e-5, batch_size 16",
    "learning_rate 2e-5, batch_size 32",
  ]);
});

test("a field is given once", () => {
  const axis = parseAxis("training.batch_size=16");
  expect(() => expandGrid([axis, axis])).toThrow(/given twice/);
});

test("a value that the schema refuses is named", async () => {
  const recipe = await loadRecipe("quickstart", "/");
  const [configuration = []] = expandGrid([parseAxis("training.batch_size=0")]);
  expect(() => configureRecipe(recipe, configuration)).toThrow(/training\.batch_size/);
});
