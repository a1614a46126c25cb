import { describe, expect, test } from "vitest";

import { loadRecipe } from "../recipe/load-recipe.ts";
import { resolveTaskRecipe } from "./resolve-task-recipe.ts";
import { JGLUE_TASK_NAMES } from "./task.ts";

const jsts = await loadRecipe("jsts", ".");
const quickstart = await loadRecipe("quickstart", ".");

describe.each(JGLUE_TASK_NAMES)("the recipe %s", (task) => {
  test("reads its task's data into the shipped base model", async () => {
    const recipe = await loadRecipe(task, ".");
    expect(recipe.name).toBe(task);
    expect(recipe.data.format).toBe(task);
    expect(recipe.model).toMatchObject({ base: "tohoku-nlp/bert-base-japanese-v3" });
    expect(recipe.training.batching).toEqual({ kind: "random" });
  });
});

test("a base takes the place of the recipe's own, and the seed that of its seed", () => {
  const recipe = resolveTaskRecipe(jsts, { base: "someone/model", shape: null }, 7);
  expect(recipe).toEqual({
    ...jsts,
    model: { kind: "pretrained", base: "someone/model", revision: "main", lora: null },
    training: { ...jsts.training, seed: 7 },
  });
});

test("a shape brings tokenizer, model and training; data and longest input are the task's", () => {
  const shape = {
    ...quickstart,
    training: { ...quickstart.training, class_weights: "balanced" as const },
  };
  const recipe = resolveTaskRecipe(jsts, { base: null, shape }, 7);
  expect(recipe.data).toEqual(jsts.data);
  expect(recipe.model).toEqual(quickstart.model);
  expect(recipe.tokenizer).toEqual({ ...quickstart.tokenizer, max_tokens: 128 });
  expect(recipe.training).toEqual({
    ...quickstart.training,
    seed: 7,
    class_weights: null,
    warm_start: null,
  });
});

test("a base for a shape that starts from random weights is refused", () => {
  expect(() => resolveTaskRecipe(jsts, { base: "a/b", shape: quickstart }, 1)).toThrow(
    expect.objectContaining({ code: "usage" }),
  );
});
