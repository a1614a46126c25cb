import { expect, test } from "vitest";

import { loadRecipe } from "../../recipe/load-recipe.ts";
import { revisionOf } from "./open-token-limit.ts";

const OWN = "tohoku-nlp/bert-base-japanese-v3";

test.each([
  ["the recipe's base model", OWN, "refs/pr/1"],
  ["another model", "tohoku-nlp/bert-base-japanese-v2", "main"],
])("tokens are counted with %s at its own revision", async (_, id, revision) => {
  const { model } = await loadRecipe("wrime", ".");
  if (model.kind !== "pretrained") throw new Error("wrime has no base model");
  expect(revisionOf(id, { model: { ...model, base: OWN, revision: "refs/pr/1" } })).toBe(revision);
});

test("a recipe that begins with random weights has no revision to keep to", async () => {
  expect(revisionOf(OWN, await loadRecipe("quickstart", "."))).toBe("main");
});
