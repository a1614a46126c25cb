import { requireKnownLabels } from "../evaluation-data/require-known-labels.ts";
import type { ScoredExample } from "./evaluate.ts";

/** An answer by class indices, which the figures are computed from. */
export interface Prediction {
  /** Class index of the gold label. */
  readonly gold: number;
  /** Class index of the label that was given. */
  readonly predicted: number;
  /** Probability of each class; they sum to 1. */
  readonly scores: readonly number[];
}

/** @throws KanjoError `label-unknown` for a gold label that is not among the labels */
export function toPredictions(
  scored: readonly ScoredExample[],
  labels: readonly string[],
): Prediction[] {
  requireKnownLabels(
    scored.map(({ example }) => example),
    labels,
  );
  return scored.map(({ example, answer }) => ({
    gold: labels.indexOf(example.label),
    predicted: labels.indexOf(answer.label),
    scores: labels.map((label) => answer.scores[label] ?? 0),
  }));
}

/** Whether the gold label was given. */
export function isRight({ gold, predicted }: Pick<Prediction, "gold" | "predicted">): boolean {
  return gold === predicted;
}

/** Score of the label that was given. */
export function scoreOf({ predicted, scores }: Prediction): number {
  return scores[predicted] ?? 0;
}
