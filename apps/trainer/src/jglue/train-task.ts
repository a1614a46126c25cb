import type { Dataset } from "../dataset/dataset.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { AnswerWindow } from "./decode-span.ts";

/** What a benchmark needs of a finished training. */
interface TrainedTask {
  /** `predictions.arrow`: the best epoch's logits of the validation rows. */
  readonly predictionsFile: string;
  /** Windows of the validation split's contexts; null where the task has none. */
  readonly windows: readonly AnswerWindow[] | null;
  readonly trainSeconds: number;
}

/**
 * Trains one recipe on one dataset in a folder of its own.
 * @param runName of the folder beneath the benchmark's; one that was interrupted is gone on with
 */
export type TrainTask = (recipe: Recipe, dataset: Dataset, runName: string) => Promise<TrainedTask>;
