import type { Prediction } from "./predictions.ts";

/** Predictions with the same score, which no threshold can tell apart. */
export interface TieGroup {
  readonly hits: number;
  readonly misses: number;
}

interface Ranking {
  readonly score: (prediction: Prediction) => number;
  readonly isHit: (prediction: Prediction) => boolean;
}

/** Hits and misses by score, the highest first. */
export function rankPredictions(
  predictions: readonly Prediction[],
  { score, isHit }: Ranking,
): TieGroup[] {
  const ranked = predictions
    .map((prediction) => ({ score: score(prediction), isHit: isHit(prediction) }))
    .sort((left, right) => right.score - left.score);
  const groups: { hits: number; misses: number }[] = [];
  let last: number | null = null;
  let group = { hits: 0, misses: 0 };
  for (const one of ranked) {
    if (one.score !== last) groups.push((group = { hits: 0, misses: 0 }));
    if (one.isHit) group.hits += 1;
    else group.misses += 1;
    last = one.score;
  }
  return groups;
}
