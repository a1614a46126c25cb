/** The options that change a recipe, for all commands that train by one. */
import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import type { Command } from "commander";
import * as z from "zod";

import type { Recipe } from "../recipe/recipe.ts";
import { resolvePaths } from "../recipe/resolve-paths.ts";
import { parseAssignment, setFields } from "../recipe/set-fields.ts";
import { addDataOptions, applyDataOptions, dataOptionFields } from "./data-options.ts";

export const DEFAULT_RECIPE = "quickstart";

const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/, "expected a whole number from 0")
  .transform(Number);
const countingNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/, "expected a whole number from 1")
  .transform(Number);

/** Fields of the parsed options, to be spread into a command's own schema. */
export const recipeOptionFields = {
  ...dataOptionFields,
  recipe: z.string().optional(),
  base: z.string().min(1).optional(),
  teacher: z.string().min(1).optional(),
  texts: z.array(z.string().min(1)).optional(),
  unlabelled: z.array(z.string().min(1)).optional(),
  dictionary: z.string().optional(),
  allowPickle: z.boolean().optional(),
  epochs: countingNumber.optional(),
  seed: wholeNumber.optional(),
  set: z.array(z.string()).optional(),
};
const RecipeOptions = z.object(recipeOptionFields);
export type RecipeOptions = z.infer<typeof RecipeOptions>;

/** Seeds as they are typed: `42,43,44`. */
export const seedList = z
  .string()
  .regex(/^\d{1,9}(,\d{1,9})*$/, "expected whole numbers with commas between them")
  .transform((text) => [...new Set(text.split(",").map(Number))]);

/** Parser of an option that can be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Adds the options to a command, in the order of its help. */
export function addRecipeOptions(command: Command): Command {
  return addDataOptions(
    command.option(
      "--recipe <name|file>",
      `shipped recipe, or path of one (default: ${DEFAULT_RECIPE})`,
    ),
  )
    .option(
      "--base <id|folder>",
      "base model instead of the recipe's; a folder begins with ./ or /",
    )
    .option("--allow-pickle", "take a base model's pickled weights where it has no safetensors")
    .option("--teacher <run>", "run folder of the model that a student learns from")
    .option("--unlabelled <file...>", "more texts for the teacher to label, one a line")
    .option("--texts <file...>", "texts of the domain, one a line, to read before the labels")
    .option("--dictionary <file>", "compiled dictionary instead of the Python package's")
    .option("--epochs <number>", "epochs instead of the recipe's")
    .option("--seed <number>", "seed of all randomness instead of the recipe's")
    .option("--set <field=value>", "any field of the recipe; can be given several times", collect);
}

/**
 * The recipe with what the options say in place of its own; relative paths begin at `callerDir`.
 * @throws KanjoError `usage` for what the recipe has no place for
 */
export function applyRecipeOptions(
  recipe: Recipe,
  options: RecipeOptions,
  callerDir: string,
): Recipe {
  if (options.dictionary !== undefined) refuseWithoutWords(recipe);
  const withData = applyDataOptions(recipe, options, callerDir);
  const withModels = replaceTexts(replaceModels(withData, options), options);
  const { epochs = recipe.training.epochs, seed = recipe.training.seed } = options;
  const training = { ...withModels.training, epochs, seed };
  const assignments = (options.set ?? []).map((text) => parseAssignment(text, "--set"));
  return resolvePaths(setFields({ ...withModels, training }, assignments), callerDir);
}

/** Path of the dictionary that the options name; null for none. */
export function locateDictionary({ dictionary }: RecipeOptions, callerDir: string): string | null {
  return dictionary === undefined ? null : resolve(callerDir, dictionary);
}

function refuseWithoutWords({ name, tokenizer }: Recipe): void {
  if (tokenizer.kind === "inherited" || tokenizer.subword === "wordpiece") return;
  throw new KanjoError("usage", `--dictionary is given, recipe ${name} has character subwords`, {
    hint: "With characters no dictionary is needed: leave the option out.",
  });
}

function replaceModels(recipe: Recipe, { base, teacher }: RecipeOptions): Recipe {
  const { model, distillation } = recipe;
  if (base !== undefined && model.kind !== "pretrained") {
    throw misplaced(recipe, `--base ${base}`, "begins with random weights", "wrime");
  }
  if (teacher !== undefined && distillation === null) {
    throw misplaced(recipe, `--teacher ${teacher}`, "distils nothing", "wrime-edge");
  }
  return {
    ...recipe,
    model: model.kind === "pretrained" && base !== undefined ? replaceBase(model, base) : model,
    distillation: distillation && { ...distillation, teacher: teacher ?? distillation.teacher },
  };
}

type PretrainedRecipe = Extract<Recipe["model"], { kind: "pretrained" }>;

/** A revision belongs to the model that it was written for. */
function replaceBase(model: PretrainedRecipe, base: string): PretrainedRecipe {
  return { ...model, base, revision: base === model.base ? model.revision : "main" };
}

function replaceTexts(recipe: Recipe, { texts, unlabelled }: RecipeOptions): Recipe {
  const { domain, distillation } = recipe;
  if (texts !== undefined && domain === null) {
    throw misplaced(recipe, "--texts", "reads no texts of a domain", "domain");
  }
  if (unlabelled !== undefined && distillation === null) {
    throw misplaced(recipe, "--unlabelled", "distils nothing", "wrime-edge");
  }
  return {
    ...recipe,
    domain: domain && { ...domain, texts: texts ?? domain.texts },
    distillation: distillation && {
      ...distillation,
      unlabelled: unlabelled ?? distillation.unlabelled,
    },
  };
}

function misplaced({ name }: Recipe, option: string, why: string, other: string): KanjoError {
  return new KanjoError("usage", `${option} is given, recipe ${name} ${why}`, {
    hint: `Leave the option out, or take another recipe, such as ${other}.`,
  });
}
