import { describe, expect, test } from "vitest";

import { loadRecipe } from "../recipe/load-recipe.ts";
import { applyRecipeOptions } from "./recipe-options.ts";
import { parseTrainOptions } from "./train-options.ts";

const DEFAULTS = { runs: "/runs", baseline: true, report: true, publish: true };

async function apply(name: string, options: object) {
  const recipe = await loadRecipe(name, "/");
  const parsed = parseTrainOptions({ ...DEFAULTS, ...options });
  return { recipe, applied: applyRecipeOptions(recipe, parsed, "/home/user") };
}

describe("without options a recipe stays as it is", () => {
  test.each(["quickstart", "wrime", "wrime-edge", "domain"])("%s", async (name) => {
    const { recipe, applied } = await apply(name, {});
    expect(applied).toEqual(recipe);
  });
});

describe("an option replaces one field alone", () => {
  test.each<[string, string, object, object]>([
    ["seed", "quickstart", { seed: "7" }, { training: { seed: 7 } }],
    ["epochs", "quickstart", { epochs: "2" }, { training: { epochs: 2 } }],
    ["base model of the Hub", "wrime", { base: "a/b" }, { model: { base: "a/b" } }],
    ["base model in a folder", "wrime", { base: "./b" }, { model: { base: "/home/user/b" } }],
    [
      "teacher",
      "wrime-edge",
      { teacher: "runs/t" },
      { distillation: { teacher: "/home/user/runs/t" } },
    ],
    [
      "unlabelled texts",
      "wrime-edge",
      { unlabelled: ["a.txt", "/b.txt"] },
      { distillation: { unlabelled: ["/home/user/a.txt", "/b.txt"] } },
    ],
    ["domain's texts", "domain", { texts: ["a.txt"] }, { domain: { texts: ["/home/user/a.txt"] } }],
    [
      "any field, after the others",
      "quickstart",
      { epochs: "2", set: ["training.epochs=3", "training.patience=1"] },
      { training: { epochs: 3, patience: 1 } },
    ],
  ])("%s", async (_, name, options, changed) => {
    const { recipe, applied } = await apply(name, options);
    const merged = Object.fromEntries(
      Object.entries(changed).map(([field, value]) => [
        field,
        { ...Reflect.get(recipe, field), ...value },
      ]),
    );
    expect(applied).toEqual({ ...recipe, ...merged });
  });
});

test("another base model does not keep the revision of the first", async () => {
  const options = { base: "a/b", set: ["description=x"] };
  const { applied } = await apply("wrime", options);
  expect(applied.model).toMatchObject({ base: "a/b", revision: "main" });
});

describe("what a recipe has no place for is refused as wrong usage", () => {
  test.each<[string, string, object, RegExp]>([
    ["a base model for random weights", "quickstart", { base: "a/b" }, /random weights/],
    ["a teacher without a student", "wrime", { teacher: "runs/t" }, /distils nothing/],
    ["texts to label without a teacher", "wrime", { unlabelled: ["a"] }, /distils nothing/],
    ["texts without a domain", "wrime", { texts: ["a.txt"] }, /reads no texts of a domain/],
    ["a dictionary for characters", "characters", { dictionary: "a.kjd" }, /character subwords/],
    ["a field that there is not", "wrime", { set: ["training.x=1"] }, /training/],
  ])("%s", async (_, name, options, message) => {
    await expect(apply(name, options)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(message),
    });
  });
});
