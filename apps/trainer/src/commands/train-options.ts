/** The options of `train`: what they may be, and what they make of a recipe. */
import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { describeIssues } from "@kanjo/shared/zod-issues";
import * as z from "zod";

import { DATA_FORMATS, type Recipe } from "../recipe/recipe.ts";

const TrainOptions = z.object({
  recipe: z.string(),
  data: z.string().optional(),
  format: z.enum(DATA_FORMATS).optional(),
  textColumn: z.string().optional(),
  labelColumn: z.string().optional(),
  splitColumn: z.string().optional(),
  dictionary: z.string().optional(),
  version: Identifier.optional(),
  seed: z
    .string()
    .regex(/^\d{1,9}$/, "expected a whole number from 0")
    .transform(Number)
    .optional(),
  channel: Identifier,
  runs: z.string(),
  publish: z.boolean(),
  dryRun: z.boolean().optional(),
  json: z.boolean().optional(),
});
export type TrainOptions = z.infer<typeof TrainOptions>;

/** @throws KanjoError `usage` */
export function parseTrainOptions(raw: unknown): TrainOptions {
  const result = TrainOptions.safeParse(raw);
  if (result.success) return result.data;
  throw new KanjoError("usage", `train: ${describeIssues(result.error)}`, {
    hint: "pnpm --filter trainer train --help lists the options.",
  });
}

/**
 * The recipe with the options' data and seed.
 * @throws KanjoError `usage`
 */
export function applyOptions(recipe: Recipe, options: TrainOptions, callerDir: string): Recipe {
  const { seed, dictionary } = options;
  if (dictionary !== undefined) refuseWithoutWords(recipe);
  const training = seed === undefined ? recipe.training : { ...recipe.training, seed };
  if (options.data === undefined) {
    refuseWithoutData(options);
    return { ...recipe, training };
  }
  const data = {
    format: options.format ?? formatOf(options.data),
    files: resolve(callerDir, options.data),
    text_column: options.textColumn ?? "text",
    label_column: options.labelColumn ?? "label",
    split_column: options.splitColumn ?? null,
  };
  return { ...recipe, training, data, labels: null };
}

function refuseWithoutWords({ name, tokenizer }: Recipe): void {
  if (tokenizer.subword === "wordpiece") return;
  throw new KanjoError("usage", `--dictionary is given, recipe ${name} has character subwords`, {
    hint: "With characters no dictionary is needed: leave the option out.",
  });
}

function refuseWithoutData(options: TrainOptions): void {
  const { format, textColumn, labelColumn, splitColumn } = options;
  if ([format, textColumn, labelColumn, splitColumn].every((option) => option === undefined))
    return;
  throw new KanjoError(
    "usage",
    "--format and the --...-column options say how to read --data, which is not given",
    {
      hint: "Give --data FILE, or change the recipe.",
    },
  );
}

function formatOf(file: string): Recipe["data"]["format"] {
  const extension = /\.(jsonl|csv|tsv)$/.exec(file)?.[1];
  const format = DATA_FORMATS.find((candidate) => candidate === extension);
  if (format !== undefined) return format;
  throw new KanjoError("usage", `--data ${file}: the extension says no format`, {
    hint: `Give --format ${DATA_FORMATS.join("|")}.`,
  });
}

/** @throws KanjoError `usage` when it cannot be part of an object key */
export function parseVersion(version: string): string {
  const result = Identifier.safeParse(version);
  if (result.success) return version;
  throw new KanjoError("usage", `version ${version}: ${describeIssues(result.error)}`, {
    hint: "Give a shorter one with --version, or the recipe a shorter name.",
  });
}
