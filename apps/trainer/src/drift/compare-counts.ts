import { chiSquareTail } from "./gamma.ts";

/** Whether two rows of counts come from the same distribution. */
export interface Homogeneity {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/** Pearson's chi-square test of two rows, without a continuity correction. Classes that neither has are left out. */
export function testHomogeneity(a: readonly number[], b: readonly number[]): Homogeneity {
  const columns = a.map((count, index) => [count, b[index] ?? 0] as const);
  const seen = columns.filter(([inA, inB]) => inA + inB > 0);
  const [totalA, totalB] = [sum(seen.map(([inA]) => inA)), sum(seen.map(([, inB]) => inB))];
  const statistic = sum(
    seen.map(([inA, inB]) => {
      const [expectedA, expectedB] = [totalA, totalB].map(
        (total) => (total * (inA + inB)) / (totalA + totalB),
      );
      return distance(inA, expectedA ?? 0) + distance(inB, expectedB ?? 0);
    }),
  );
  const degreesOfFreedom = Math.max(1, seen.length - 1);
  return { statistic, degreesOfFreedom, p: chiSquareTail(statistic, degreesOfFreedom) };
}

function distance(observed: number, expected: number): number {
  return expected === 0 ? 0 : (observed - expected) ** 2 / expected;
}

/** What is added to every count, so that a class that one row lacks does not make the index infinite. */
const PRIOR = 0.5;

/**
 * Population stability index, which is the relative entropy of the two distributions
 * both ways: 0.1 is read as a small shift, 0.25 as a large one (Siddiqi 2006).
 */
export function stabilityIndex(a: readonly number[], b: readonly number[]): number {
  const [sharesA, sharesB] = [toShares(a), toShares(b)];
  return sum(
    sharesA.map((share, index) => {
      const other = sharesB[index] ?? 0;
      return (share - other) * Math.log(share / other);
    }),
  );
}

function toShares(counts: readonly number[]): number[] {
  const total = sum(counts) + PRIOR * counts.length;
  return counts.map((count) => (count + PRIOR) / total);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
