import type { Histogram } from "./report.ts";

/** Bins up to the 95th percentile, at most: so wide are they. */
const BINS_TO_P95 = 32;
/** Of equal width; what is longer comes into one more. */
const MAX_BINS = 64;

/**
 * Token lengths in bins from `from` to below `to`, from the first that has any to the last. Widths
 * are powers of two, so that the bins of two splits are the same or parts of each other.
 * @param lengths ascending
 */
export function binLengths(lengths: Int32Array): Histogram["bins"] {
  const [shortest, longest] = [lengths[0], lengths.at(-1)];
  if (shortest === undefined || longest === undefined) return [];
  const width = chooseWidth(lengths);
  const first = Math.floor(shortest / width);
  const equal = Math.min(MAX_BINS, Math.floor(longest / width) - first + 1);
  const bins = Array.from({ length: equal }, (_, index) => ({
    from: (first + index) * width,
    to: (first + index + 1) * width,
    count: 0,
  }));
  const rest = { from: (first + equal) * width, to: longest + 1, count: 0 };
  for (const length of lengths) {
    const bin = bins[Math.floor(length / width) - first] ?? rest;
    bin.count += 1;
  }
  return rest.count === 0 ? bins : [...bins, rest];
}

function chooseWidth(lengths: Int32Array): number {
  const p95 = lengths[Math.ceil(lengths.length * 0.95) - 1] ?? 0;
  return 2 ** Math.max(0, Math.ceil(Math.log2(p95 / BINS_TO_P95)));
}
