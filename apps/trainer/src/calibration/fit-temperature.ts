/**
 * Temperature scaling (Guo et al. 2017): the scores become softmax(log(scores) / T)
 * with the T that makes the gold labels most likely. As a function of b = 1/T the
 * negative log-likelihood is convex; its slope is the mean of the expected minus
 * the gold logit, and its curvature the mean variance of the logits, so Newton's
 * method finds the root of the slope, halving the interval where a step leaves it.
 */
import type { ScoredExample } from "../evaluation/evaluate.ts";
import { isRight, type Prediction, toPredictions } from "../evaluation/predictions.ts";

const LOWEST_TEMPERATURE = 0.05;
const HIGHEST_TEMPERATURE = 20;
const TOLERANCE = 1e-10;
const MAX_STEPS = 100;

/**
 * The temperature, 0.05 to 20; 1 where it cannot be fitted: without texts, with a
 * single gold label, where all answers are right or no score differs from another.
 */
export function fitTemperature(
  scored: readonly ScoredExample[],
  labels: readonly string[],
): number {
  const predictions = toPredictions(scored, labels);
  if (new Set(predictions.map(({ gold }) => gold)).size < 2) return 1;
  if (predictions.every(isRight)) return 1;
  const logits = predictions.map(toLogits);
  return logits.every(({ values }) => values.every((value) => value === 0))
    ? 1
    : 1 / findScale(logits);
}

interface GoldLogits {
  readonly gold: number;
  /** Relative to the greatest: 0 or less. */
  readonly values: readonly number[];
}

function toLogits({ gold, scores }: Prediction): GoldLogits {
  // A score of 0 has no logarithm; the least number above it has.
  const logarithms = scores.map((score) => Math.log(Math.max(score, Number.MIN_VALUE)));
  const greatest = Math.max(...logarithms);
  return { gold, values: logarithms.map((value) => value - greatest) };
}

/** Where the slope is 0, or the end of the interval that it falls or rises to. */
function findScale(logits: readonly GoldLogits[]): number {
  let [low, high] = [1 / HIGHEST_TEMPERATURE, 1 / LOWEST_TEMPERATURE];
  let scale = 1;
  for (let step = 0; step < MAX_STEPS && high - low > TOLERANCE * low; step += 1) {
    const { slope, curvature } = differentiate(logits, scale);
    if (slope === 0) return scale;
    if (slope > 0) high = scale;
    else low = scale;
    const next = scale - slope / curvature;
    const isInside = next > low && next < high;
    if (isInside && Math.abs(next - scale) <= TOLERANCE * scale) return next;
    scale = isInside ? next : (low + high) / 2;
  }
  return scale;
}

/** First and second derivative of the mean negative log-likelihood. */
function differentiate(
  logits: readonly GoldLogits[],
  scale: number,
): { readonly slope: number; readonly curvature: number } {
  let [slope, curvature] = [0, 0];
  for (const { gold, values } of logits) {
    let [weights, first, second] = [0, 0, 0];
    for (const value of values) {
      const weight = Math.exp(scale * value);
      weights += weight;
      first += weight * value;
      second += weight * value * value;
    }
    const mean = first / weights;
    slope += mean - (values[gold] ?? 0);
    curvature += second / weights - mean * mean;
  }
  return { slope: slope / logits.length, curvature: curvature / logits.length };
}
