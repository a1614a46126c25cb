/** The size of a BERT encoder, counted from its shape. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import { readHubSettings } from "../hub/settings.ts";
import type { ModelRecipe, Recipe } from "../recipe/recipe.ts";
import { isFolder } from "../recipe/resolve-paths.ts";

/** Rows, inner size and columns of a product of two matrices. */
export type MatrixProduct = readonly [rows: number, inner: number, columns: number];

const ModelShape = z.object({
  hidden_size: z.int().positive(),
  num_hidden_layers: z.int().positive(),
  intermediate_size: z.int().positive(),
  vocab_size: z.int().positive(),
  max_position_embeddings: z.int().positive(),
});
/** As the Hub's `config.json` names it. */
export type ModelShape = z.infer<typeof ModelShape>;

export interface KnownShape {
  readonly shape: ModelShape;
  /** Whether it was read or taken from the recipe; otherwise it is a guess by the name. */
  readonly isCertain: boolean;
}

const VOCABULARY_OF_CHARACTERS = 3_000;
const VOCABULARY_OF_BASE_MODELS = 32_768;

const BASE: ModelShape = {
  hidden_size: 768,
  num_hidden_layers: 12,
  intermediate_size: 3_072,
  vocab_size: VOCABULARY_OF_BASE_MODELS,
  max_position_embeddings: 512,
};
const LARGE: ModelShape = {
  ...BASE,
  hidden_size: 1_024,
  num_hidden_layers: 24,
  intermediate_size: 4_096,
};

/** The shape of the model that a recipe trains. */
export async function findShape(
  recipe: Recipe,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownShape> {
  const { model } = recipe;
  if (model.kind === "pretrained") return findBaseShape(model, env);
  const shape = {
    hidden_size: model.hidden_size,
    num_hidden_layers: model.layers,
    intermediate_size: model.intermediate_size,
    vocab_size: estimateVocabulary(recipe),
    max_position_embeddings: recipe.tokenizer.max_tokens,
  };
  return { shape, isCertain: true };
}

/** Weights and biases of the embeddings and of the rest: layers, pooler and the task's head. */
export function countParameters(shape: ModelShape): {
  readonly embeddings: number;
  readonly rest: number;
} {
  const { hidden_size: hidden, intermediate_size: inner } = shape;
  const norm = 2 * hidden;
  const attention = 4 * (hidden * hidden + hidden);
  const feedForward = 2 * hidden * inner + inner + hidden;
  const layer = attention + feedForward + 2 * norm;
  const segments = 2;
  return {
    embeddings: (shape.vocab_size + shape.max_position_embeddings + segments) * hidden + norm,
    rest: shape.num_hidden_layers * layer + hidden * hidden + hidden,
  };
}

function estimateVocabulary({ tokenizer }: Recipe): number {
  if (tokenizer.kind === "inherited") return VOCABULARY_OF_BASE_MODELS;
  return tokenizer.subword === "character" ? VOCABULARY_OF_CHARACTERS : tokenizer.vocabulary_size;
}

type PretrainedModel = Extract<ModelRecipe, { kind: "pretrained" }>;

async function findBaseShape(
  { base }: PretrainedModel,
  env: Readonly<Record<string, string | undefined>>,
): Promise<KnownShape> {
  const mirror = isFolder(base) ? null : readHubSettings(env).mirror;
  const folder = isFolder(base) ? base : mirror === null ? null : join(mirror, base);
  const shape = folder === null ? null : await readShape(folder);
  if (shape !== null) return { shape, isCertain: true };
  return { shape: /large/i.test(base) ? LARGE : BASE, isCertain: false };
}

async function readShape(folder: string): Promise<ModelShape | null> {
  try {
    return ModelShape.parse(JSON.parse(await readFile(join(folder, "config.json"), "utf8")));
  } catch {
    return null;
  }
}
