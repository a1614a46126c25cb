import type { Interval } from "../report/report.ts";

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * 95 % score interval of a share (Wilson 1927): it stays within 0 and 1, and has a
 * width even where all or none of few texts are right.
 * @param count at least 1
 */
export function computeWilsonInterval(hits: number, count: number): Interval {
  const share = hits / count;
  const square = (Z * Z) / count;
  const center = (share + square / 2) / (1 + square);
  const halfWidth =
    (Z * Math.sqrt((share * (1 - share)) / count + square / (4 * count))) / (1 + square);
  // At the ends rounding would leave something of what is 0 or 1 exactly.
  return [
    hits === 0 ? 0 : Math.max(0, center - halfWidth),
    hits === count ? 1 : Math.min(1, center + halfWidth),
  ];
}
