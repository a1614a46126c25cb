import { access } from "node:fs/promises";

import { KanjoError } from "@kanjo/shared/error";

import type { Recipe } from "./recipe.ts";

/**
 * What the schema alone cannot say, before anything runs: everything that the
 * recipe needs is named and there, and its parts go together.
 * @throws KanjoError `usage` for what an option has to give, `recipe-invalid`, `file-not-found`
 */
export async function checkRecipe(recipe: Recipe): Promise<void> {
  checkTokenizer(recipe);
  checkBeginning(recipe);
  const { name, domain, distillation } = recipe;
  if (distillation?.teacher === null) {
    throw new KanjoError("usage", `recipe ${name} needs a teacher`, {
      hint: "Train one, and give its run folder: --teacher runs/<version>.",
    });
  }
  if (domain?.texts === null) {
    throw new KanjoError("usage", `recipe ${name} needs texts of the domain`, {
      hint: "Give plain text files with one text a line: --texts FILE...",
    });
  }
  await requirePaths("--teacher", distillation === null ? [] : [distillation.teacher]);
  await requirePaths("--unlabelled", distillation?.unlabelled ?? []);
  await requirePaths("--texts", domain?.texts ?? []);
}

function checkTokenizer({ name, tokenizer, model, distillation }: Recipe): void {
  const isInherited = tokenizer.kind === "inherited";
  const giver =
    model.kind === "pretrained" ? "base model" : distillation === null ? null : "teacher";
  if (isInherited === (giver !== null)) return;
  const problem = isInherited
    ? "tokenizer.kind is inherited, and there is neither a base model nor a teacher"
    : `tokenizer.kind is ${tokenizer.kind}, and the ${giver} has a vocabulary of its own`;
  throw new KanjoError("recipe-invalid", `recipe ${name}: ${problem}`, {
    hint: isInherited
      ? "Give it a tokenizer of its own, as the recipe quickstart has one."
      : "Write tokenizer.kind: inherited.",
  });
}

/** A student begins with its teacher's layers, or with something of its own. */
function checkBeginning({ name, model, domain, distillation }: Recipe): void {
  if (distillation?.start_from_teacher !== true) return;
  const own = model.kind === "pretrained" ? "a base model" : domain === null ? null : "a domain";
  if (own === null) return;
  throw new KanjoError(
    "recipe-invalid",
    `recipe ${name}: distillation.start_from_teacher is true, and ${own} would be forgotten`,
    { hint: "Write distillation.start_from_teacher: false." },
  );
}

async function requirePaths(option: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await access(path).catch((cause: unknown) => {
      throw new KanjoError("file-not-found", `${option}: there is no ${path}`, {
        hint: "Check the path; on the command line it begins at the current folder, in a recipe at the recipe's.",
        cause,
      });
    });
  }
}
