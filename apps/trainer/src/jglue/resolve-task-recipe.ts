import { KanjoError } from "@kanjo/shared/error";

import type { Recipe } from "../recipe/recipe.ts";

/** What a benchmark puts in the place of its tasks' own model. */
export interface Subject {
  /** Hub id or absolute path of a base model. */
  readonly base: string | null;
  /** Recipe whose tokenizer, model and training count. */
  readonly shape: Recipe | null;
}

/**
 * A task's recipe for the model that is compared. The task keeps its data and its
 * longest input; class weights, and a warm start that knows single classified
 * texts alone, stay behind.
 * @throws KanjoError `usage` when a base is given to a shape that starts from random weights
 */
export function resolveTaskRecipe(task: Recipe, { base, shape }: Subject, seed: number): Recipe {
  const shaped = shape === null ? task : takeShape(task, shape);
  return {
    ...shaped,
    model: base === null ? shaped.model : replaceBase(shaped, base),
    training: { ...shaped.training, seed },
  };
}

function takeShape(task: Recipe, { tokenizer, model, training }: Recipe): Recipe {
  const warmStart = training.warm_start;
  return {
    ...task,
    tokenizer: { ...tokenizer, max_tokens: task.tokenizer.max_tokens },
    model,
    training: {
      ...training,
      class_weights: null,
      warm_start: warmStart?.kind === "masked-language-model" ? warmStart : null,
    },
  };
}

function replaceBase({ name, model }: Recipe, base: string): Recipe["model"] {
  if (model.kind === "pretrained") return { ...model, base, revision: "main" };
  throw new KanjoError("usage", `--base ${base}: recipe ${name} starts from random weights`, {
    hint: "Give --base or a --recipe with a shape of its own, not both.",
  });
}
