import * as z from "zod";

import type { TokenizedRow } from "./tokenized-row.ts";

/** What there is to say of tokenized rows. */
export const RowStatistics = z.strictObject({
  rows: z.int().nonnegative(),
  /** Special tokens included, here and in `longest`. */
  tokens: z.int().nonnegative(),
  longest: z.int().nonnegative(),
  /** Rows that lost something to the limit. */
  truncated: z.int().nonnegative(),
});
export type RowStatistics = z.infer<typeof RowStatistics>;

export const NO_ROWS: RowStatistics = { rows: 0, tokens: 0, longest: 0, truncated: 0 };

export function addRow(all: RowStatistics, { inputIds, truncated }: TokenizedRow): RowStatistics {
  const { length } = inputIds;
  return addStatistics(all, {
    rows: 1,
    tokens: length,
    longest: length,
    truncated: truncated ? 1 : 0,
  });
}

export function addStatistics(one: RowStatistics, other: RowStatistics): RowStatistics {
  return {
    rows: one.rows + other.rows,
    tokens: one.tokens + other.tokens,
    longest: Math.max(one.longest, other.longest),
    truncated: one.truncated + other.truncated,
  };
}

/** `mean 21.4 tokens, longest 128, 3 cut at 128` */
export function describeLengths(all: RowStatistics, maxTokens: number): string {
  const mean = all.rows === 0 ? 0 : all.tokens / all.rows;
  return `mean ${mean.toFixed(1)} tokens, longest ${all.longest}, ${all.truncated} cut at ${maxTokens}`;
}
