import type { ScoredRow } from "./scored-examples.ts";

/** Numbers from 0 to below 1, the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/**
 * Answers that are right more often than not. With few `levels` many scores are
 * tied, and some are exactly 0 and 1; null makes all different.
 */
export function makeRandomRows(
  random: () => number,
  count: number,
  classes: number,
  levels: number | null,
): ScoredRow[] {
  return Array.from({ length: count }, () => {
    const gold = Math.floor(random() * classes);
    const weights = Array.from({ length: classes }, (_, index) => {
      const weight = random() * (index === gold ? 2 : 1);
      return levels === null ? weight : Math.floor(weight * levels);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const scores = weights.map((weight) => (sum === 0 ? 1 / classes : weight / sum));
    return { gold, scores };
  });
}
