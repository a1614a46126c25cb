import { KanjoError } from "@kanjo/shared/error";

import { checkRecipe } from "../recipe/check-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type Check, lack, ok, warn } from "./check.ts";
import { measureTrainingText, type TrainingText } from "./count-rows.ts";

/** Whether the recipe's parts go together and what it names besides its data is there. */
export async function checkNeeds(recipe: Recipe): Promise<Check> {
  try {
    await checkRecipe(recipe);
    return ok("recipe", recipe.name);
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    // What an option gives to `train` cannot be here yet.
    const tell = error.code === "usage" ? warn : lack;
    return tell("recipe", error.message, error.hint ?? "");
  }
}

/** The recipe's data: how much it is, as far as it is known without a download. */
export async function examineData(
  recipe: Recipe,
): Promise<{ readonly text: TrainingText | null; readonly data: Check }> {
  try {
    const text = await measureTrainingText(recipe);
    return { text, data: describeData(recipe, text) };
  } catch (error) {
    return { text: null, data: describeProblem(error) };
  }
}

function describeData({ data }: Recipe, text: TrainingText | null): Check {
  if (text?.isCertain === true) return ok("data", `${text.rows} rows to train on`);
  const detail = "downloaded when a training starts";
  return data.format === "wrime"
    ? warn("data", detail, "Read its licence, then give --accept-license.")
    : ok("data", detail);
}

function describeProblem(error: unknown): Check {
  if (error instanceof KanjoError) return lack("data", error.message, error.hint ?? "");
  if (error instanceof Error && "code" in error) {
    return lack("data", error.message, "Check the recipe's paths.");
  }
  throw error;
}
