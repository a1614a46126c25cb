import { describe, expect, test } from "vitest";

import { Recipe } from "../recipe/recipe.ts";
import { estimateSeconds, estimateTraining, typicalProduct } from "./estimate-training.ts";
import { countParameters } from "./model-shape.ts";

describe("parameters are counted as the published models have them", () => {
  // Sums of the tensors' sizes in the Hub's safetensors of these encoders, with pooler.
  test.each([
    ["google-bert/bert-base-uncased", 768, 12, 3_072, 30_522, 109_482_240],
    ["tohoku-nlp/bert-base-japanese-v3", 768, 12, 3_072, 32_768, 111_207_168],
    ["google-bert/bert-large-uncased", 1_024, 24, 4_096, 30_522, 335_141_888],
  ])("%s", (_, hidden, layers, inner, vocabulary, parameters) => {
    const { embeddings, rest } = countParameters({
      hidden_size: hidden,
      num_hidden_layers: layers,
      intermediate_size: inner,
      vocab_size: vocabulary,
      max_position_embeddings: 512,
    });
    expect(embeddings + rest).toBe(parameters);
  });
});

const SHAPE = {
  hidden_size: 64,
  num_hidden_layers: 4,
  intermediate_size: 256,
  vocab_size: 1_000,
  max_position_embeddings: 128,
};
const TEXT = { rows: 1_000, tokensPerRow: 30, isCertain: true };

function makeRecipe(training: object): Recipe {
  return Recipe.parse({
    name: "small",
    description: "",
    data: { format: "jsonl", files: "train.jsonl" },
    tokenizer: { kind: "bert-japanese", subword: "character" },
    model: {
      kind: "scratch",
      hidden_size: 64,
      layers: 4,
      heads: 2,
      intermediate_size: 256,
      dropout: 0.1,
    },
    training: {
      epochs: 3,
      batch_size: 32,
      learning_rate: 1e-3,
      warmup_ratio: 0.1,
      weight_decay: 0,
      gradient_clip: null,
      seed: 1,
      ...training,
    },
  });
}

test.each([
  ["rows", {}, 96, [960, 64, 256]],
  ["tokens", { batching: { kind: "token-budget", tokens: 3_000 } }, 30, [3_000, 64, 256]],
])("steps and their product follow from batches of %s", (_, training, steps, product) => {
  const recipe = makeRecipe(training);
  expect(estimateTraining(recipe, SHAPE, TEXT).steps).toBe(steps);
  expect(typicalProduct(recipe, SHAPE, TEXT)).toEqual(product);
});

test("a training takes six operations a parameter and token, at half of a product's speed", () => {
  const estimate = estimateTraining(makeRecipe({}), SHAPE, TEXT);
  const { rest } = countParameters(SHAPE);
  expect(estimate.operations).toBe(6 * rest * 1_000 * 30 * 3);
  expect(estimateSeconds(estimate, estimate.operations)).toBe(2);
});

test.each([
  ["all layers", { kind: "masked-language-model", mask_probability: 0.15 }, 2],
  ["half of them", { kind: "ngram-evidence", longest: 3, layers: 2, splice_probability: 0 }, 1.5],
])(
  "a warm start of as many epochs through %s costs so many times the training",
  (_, warm, times) => {
    const plain = estimateTraining(makeRecipe({}), SHAPE, TEXT);
    const warmed = estimateTraining(
      makeRecipe({ warm_start: { ...warm, epochs: 3, learning_rate: 1e-3 } }),
      SHAPE,
      TEXT,
    );
    expect(warmed.operations / plain.operations).toBeCloseTo(times, 10);
    expect(warmed.steps).toBe(plain.steps);
  },
);
