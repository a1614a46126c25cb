import type { Recipe } from "../recipe/recipe.ts";
import { formatCount } from "../terminal/reporter.ts";
import { type Check, ok } from "./check.ts";
import { examineData } from "./check-data.ts";
import type { TrainingText } from "./count-rows.ts";
import { estimateSeconds, estimateTraining, typicalProduct } from "./estimate-training.ts";
import { countParameters, findShape, type KnownShape, type MatrixProduct } from "./model-shape.ts";

/** What a recipe would run. */
export interface Plan {
  readonly recipe: Recipe;
  readonly model: KnownShape;
  readonly parameters: number;
  /** Null where the data is not here and nothing is known of it. */
  readonly text: TrainingText | null;
  /** Whether the data can be read. */
  readonly data: Check;
  /** To be measured for the time that it takes; null without text. */
  readonly product: MatrixProduct | null;
}

/** Reads the recipe's data and its model's shape, without downloading anything. */
export async function makePlan(
  recipe: Recipe,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Plan> {
  const model = await findShape(recipe, env);
  const { embeddings, rest } = countParameters(model.shape);
  const { text, data } = await examineData(recipe);
  return {
    recipe,
    model,
    parameters: embeddings + rest,
    text,
    data,
    product: text === null ? null : typicalProduct(recipe, model.shape, text),
  };
}

/** @param operationsPerSecond measured; null where it could not be */
export function checkPlan(plan: Plan, operationsPerSecond: number | null): Check {
  const { recipe, model, parameters, text } = plan;
  const size = `${recipe.name}: about ${formatCount(parameters)} parameters`;
  const described = model.isCertain ? size : `${size} (guessed by the base model's name)`;
  if (text === null) return ok("plan", `${described}; rows unknown before the data is downloaded`);
  const estimate = estimateTraining(recipe, model.shape, text);
  const work = `${described}, ${text.rows} rows of about ${Math.round(text.tokensPerRow)} tokens, ${estimate.steps} steps`;
  if (operationsPerSecond === null) return ok("plan", work);
  const seconds = estimateSeconds(estimate, operationsPerSecond);
  const notes = [
    `an estimate, by ${(operationsPerSecond / 1e9).toFixed(0)} GFLOP/s here`,
    ...listUncounted(recipe).map((part) => `without ${part}`),
  ];
  return ok("plan", `${work}, roughly ${roundDuration(seconds)} (${notes.join(", ")})`);
}

/** `40 s`, `12 min`, `9 h`: an estimate is no more exact than that. */
function roundDuration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** What is trained besides, and takes its own time. */
function listUncounted({ domain, distillation }: Recipe): readonly string[] {
  return [
    ...(domain === null ? [] : ["the domain's texts"]),
    ...(distillation === null ? [] : ["the teacher and its texts"]),
  ];
}
