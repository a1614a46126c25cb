/**
 * How long a training may take, from three numbers: it needs about 6
 * floating-point operations a parameter and token (2 forward, 4 backward;
 * Kaplan et al. 2020, section 2.1), embeddings aside, which are only looked up;
 * the rest of a step (attention, norms, the optimizer) takes about as long as
 * the products of matrices do; and how fast those are was measured here.
 */
import type { Recipe } from "../recipe/recipe.ts";
import type { TrainingText } from "./count-rows.ts";
import { countParameters, type MatrixProduct, type ModelShape } from "./model-shape.ts";

const OPERATIONS = 6;
/** Share of a step that is products of matrices. */
const EFFICIENCY = 0.5;

export interface Estimate {
  /** Of the optimizer, in the training itself. */
  readonly steps: number;
  /** Operations of all phases. */
  readonly operations: number;
}

/** The work of a recipe on so much text. */
export function estimateTraining(recipe: Recipe, shape: ModelShape, text: TrainingText): Estimate {
  const { training } = recipe;
  const rowsPerStep =
    training.batching.kind === "token-budget"
      ? Math.max(1, Math.floor(training.batching.tokens / text.tokensPerRow))
      : training.batch_size;
  const passes = training.epochs + countWarmStartPasses(recipe, shape);
  return {
    steps: Math.ceil(text.rows / rowsPerStep) * training.epochs,
    operations: OPERATIONS * countParameters(shape).rest * text.rows * text.tokensPerRow * passes,
  };
}

/** @param operationsPerSecond of a product of matrices as the model has them */
export function estimateSeconds({ operations }: Estimate, operationsPerSecond: number): number {
  return operations / (operationsPerSecond * EFFICIENCY);
}

/** The product that takes most of a step's time: the first half of a layer's feed-forward part. */
export function typicalProduct(
  recipe: Recipe,
  shape: ModelShape,
  text: TrainingText,
): MatrixProduct {
  const { batching, batch_size: rows } = recipe.training;
  const tokens =
    batching.kind === "token-budget" ? batching.tokens : Math.round(rows * text.tokensPerRow);
  return [Math.max(1, tokens), shape.hidden_size, shape.intermediate_size];
}

/** Epochs over the same text before the training, as far as they go through the layers. */
function countWarmStartPasses({ training }: Recipe, shape: ModelShape): number {
  const { warm_start: warmStart } = training;
  if (warmStart === null) return 0;
  return warmStart.kind === "ngram-evidence"
    ? warmStart.epochs * Math.min(1, warmStart.layers / shape.num_hidden_layers)
    : warmStart.epochs;
}
