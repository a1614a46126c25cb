import { describe, expect, test } from "vitest";

import { loadRecipe } from "./load-recipe.ts";
import { parseAssignment, setFields } from "./set-fields.ts";

const recipe = await loadRecipe("quickstart", "/");

function set(...texts: string[]) {
  return setFields(
    recipe,
    texts.map((text) => parseAssignment(text, "--set")),
  );
}

describe("a field is given its value", () => {
  test.each([
    [
      "a number in scientific notation",
      "training.learning_rate=3e-5",
      { training: { learning_rate: 3e-5 } },
    ],
    ["a word", "training.precision=bf16", { training: { precision: "bf16" } }],
    ["nothing", "training.warm_start=null", { training: { warm_start: null } }],
    ["a list", "labels=[good, bad]", { labels: ["good", "bad"] }],
    [
      "an object",
      "training.batching={kind: random}",
      { training: { batching: { kind: "random" } } },
    ],
    [
      "a field of an object",
      "training.warm_start.layers=1",
      { training: { warm_start: { layers: 1 } } },
    ],
    ["a text with an equals sign", "description=a = b", { description: "a = b" }],
  ])("%s", (_, text, expected) => {
    expect(set(text)).toMatchObject(expected);
  });

  test("and all others stay", () => {
    expect(set("training.seed=7")).toEqual({
      ...recipe,
      training: { ...recipe.training, seed: 7 },
    });
  });

  test("the last one wins", () => {
    expect(set("training.seed=7", "training.seed=8").training.seed).toBe(8);
  });
});

describe("what does not fit is wrong usage, with its field", () => {
  test.each([
    ["a misspelt field", "training.lerning_rate=1", /training: Unrecognized key.*lerning_rate/],
    ["a value of the wrong type", "training.epochs=many", /training\.epochs: .*expected/i],
    ["a value out of range", "training.warmup_ratio=2", /training\.warmup_ratio/],
    ["a field of something that has none", "training.seed.x=1", /training\.seed/],
    ["no value", "training.seed", /expected FIELD=VALUE/],
    ["no YAML", "labels=[a", /not YAML/],
  ])("%s", (_, text, message) => {
    expect(() => set(text)).toThrow(message);
    expect(() => set(text)).toThrow(expect.objectContaining({ code: "usage" }));
  });
});
