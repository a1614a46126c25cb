/**
 * The two-sample test of Kolmogorov and Smirnov: the largest distance of two empirical
 * distribution functions, and how probable such a one is where both samples come from
 * the same distribution (its limit for large samples).
 */

/** How often each value was seen; the counts may be weights. */
export type Counts = ReadonlyMap<number, number>;

export function largestDistance(a: Counts, b: Counts): number {
  const values = [...new Set([...a.keys(), ...b.keys()])].toSorted((x, y) => x - y);
  const [totalA, totalB] = [sum(a), sum(b)];
  let [reachedA, reachedB, largest] = [0, 0, 0];
  for (const value of values) {
    reachedA += a.get(value) ?? 0;
    reachedB += b.get(value) ?? 0;
    largest = Math.max(largest, Math.abs(reachedA / totalA - reachedB / totalB));
  }
  return largest;
}

/**
 * Probability of at least such a distance.
 * @param sizes of the two samples
 */
export function distanceTail(distance: number, sizes: readonly [number, number]): number {
  const [a, b] = sizes;
  return kolmogorovTail(distance * Math.sqrt((a * b) / (a + b)));
}

/** Below, the tail is 1 to the last bit. */
const CERTAIN = 0.04;

/** Where the two series below are equally fast. */
const CROSSING = 1.18;
const TERMS = 8;

/** 2 sum of (-1)^(k-1) e^(-2 k^2 x^2) from k = 1 on, or for small x the theta series that equals it. */
export function kolmogorovTail(x: number): number {
  if (x <= CERTAIN) return 1;
  const steps = Array.from({ length: TERMS }, (_, index) => index + 1);
  if (x >= CROSSING) {
    return steps.reduce(
      (total, k) => total + (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2),
      0,
    );
  }
  const terms = steps.map((k) => Math.exp(-((((2 * k - 1) * Math.PI) / x) ** 2) / 8));
  const inside = terms.reduce((total, term) => total + term, 0);
  return 1 - (Math.sqrt(2 * Math.PI) / x) * inside;
}

function sum(counts: Counts): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
