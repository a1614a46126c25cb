/** How well predicted numbers follow the gold ones: what JGLUE takes from SciPy. */

/**
 * Pearson's correlation coefficient, -1 to 1. Where one side is constant there is
 * none (SciPy gives NaN): it counts as 0.
 * @param left as many numbers as `right`
 */
export function computePearson(left: readonly number[], right: readonly number[]): number {
  const centredLeft = centre(left);
  const centredRight = centre(right);
  const scale = Math.sqrt(
    multiply(centredLeft, centredLeft) * multiply(centredRight, centredRight),
  );
  return scale === 0 ? 0 : clamp(multiply(centredLeft, centredRight) / scale);
}

/** Spearman's rank correlation, -1 to 1: Pearson's of the ranks, where equal numbers share the mean of theirs. */
export function computeSpearman(left: readonly number[], right: readonly number[]): number {
  return computePearson(rank(left), rank(right));
}

function centre(values: readonly number[]): number[] {
  if (values.every((value) => value === values[0])) return values.map(() => 0);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function multiply(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

/** Rounding may lead a little out of the range. */
function clamp(correlation: number): number {
  return Math.min(1, Math.max(-1, correlation));
}

/** Ranks from 1. */
function rank(values: readonly number[]): number[] {
  const order = values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const ranks = Array<number>(values.length).fill(0);
  let first = 0;
  while (first < order.length) {
    let end = first + 1;
    while (end < order.length && order[end]?.value === order[first]?.value) end += 1;
    for (const { index } of order.slice(first, end)) ranks[index] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}
