import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { readHubSettings } from "../../hub/settings.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { openTokenizer } from "../../tokenize/open-tokenizer.ts";
import type { TokenLimit } from "./measure-lengths.ts";

/**
 * The tokenizer to count with: the one that is asked for, or that of the
 * recipe's base model or teacher where it is on this machine. A tokenizer that
 * the training makes of its data is not there yet.
 * @returns null where there is none, which is said
 */
export async function openTokenLimit(
  recipe: Recipe,
  asked: string | null,
  terminal: Terminal,
): Promise<TokenLimit | null> {
  const model = asked ?? findLocalModel(recipe);
  if (model === null) {
    terminal.reporter.line("tokens", "not counted: name a model with --tokenizer");
    return null;
  }
  const { tokenizer: wanted } = recipe;
  const { tokenizer } = await openTokenizer(
    {
      model,
      revision: revisionOf(model, recipe),
      mecabDic: wanted.kind === "inherited" ? wanted.mecab_dic : null,
      dictionaryFile: null,
    },
    terminal,
  );
  terminal.reporter.line("tokens", `counted with the tokenizer of ${model}`);
  return {
    countTokens: (text) => tokenizer.encode(text).ids.length,
    maxTokens: wanted.max_tokens,
  };
}

/** The recipe's own base model is counted with as it is trained: at the recipe's revision. */
export function revisionOf(id: string, { model }: Pick<Recipe, "model">): string {
  return model.kind === "pretrained" && model.base === id ? model.revision : "main";
}

function findLocalModel({ tokenizer, model, distillation }: Recipe): string | null {
  if (tokenizer.kind !== "inherited") return null;
  if (model.kind !== "pretrained") {
    const teacher = distillation?.teacher ?? null;
    return teacher !== null && existsSync(teacher) ? resolve(teacher) : null;
  }
  const { mirror } = readHubSettings(process.env);
  const isThere =
    existsSync(model.base) || (mirror !== null && existsSync(join(mirror, model.base)));
  return isThere ? model.base : null;
}
