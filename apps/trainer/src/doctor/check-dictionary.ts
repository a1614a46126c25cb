import { readdir } from "node:fs/promises";

import { KanjoError } from "@kanjo/shared/error";

import { findDictionaryPackage } from "../dictionary/find-dictionary-package.ts";
import { dictionariesDir } from "../paths.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type Check, lack, ok } from "./check.ts";

const DEFAULT_NAME = "unidic_lite";

/** The MeCab dictionary that the recipe's tokenizer needs, or the usual one without a recipe. */
export async function checkDictionary(
  recipe: Recipe | null,
  python: string,
  cacheDir = dictionariesDir,
): Promise<Check> {
  const name = nameDictionary(recipe);
  if (name === null) return ok("dictionary", "none needed: the recipe's subwords are characters");
  try {
    await findDictionaryPackage(name, python);
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    return lack("dictionary", error.message, error.hint ?? "");
  }
  const isCompiled = await hasCompiled(name, cacheDir);
  return ok(
    "dictionary",
    `${name}, ${isCompiled ? "compiled" : "to be compiled once, in seconds"}`,
  );
}

function nameDictionary(recipe: Recipe | null): string | null {
  if (recipe === null) return DEFAULT_NAME;
  const { tokenizer } = recipe;
  if (tokenizer.kind === "inherited") return tokenizer.mecab_dic ?? DEFAULT_NAME;
  return tokenizer.subword === "character" ? null : tokenizer.mecab_dic;
}

async function hasCompiled(name: string, cacheDir: string): Promise<boolean> {
  const files = await readdir(cacheDir).catch(() => []);
  return files.some((file) => file.startsWith(`${name}-`) && file.endsWith(".kjd"));
}
