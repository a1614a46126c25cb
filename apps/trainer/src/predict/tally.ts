import * as z from "zod";

import type { LabelledRow } from "./label-rows.ts";

const Count = z.int().nonnegative();
const Counts = z.record(z.string(), Count);

/** How many rows became what. */
export const Tally = z.strictObject({
  labelled: Count,
  /** Of those, the ones that the release would rather not answer. */
  abstained: Count,
  /** Rows of each label that was given. */
  labels: Counts,
  bad: Count,
  /** Bad rows of each reason. */
  reasons: Counts,
});
export type Tally = z.infer<typeof Tally>;

export const NOTHING: Tally = { labelled: 0, abstained: 0, labels: {}, bad: 0, reasons: {} };

/** @param abstains whether the release would rather not give an answer of this score */
export function countRows(
  before: Tally,
  rows: readonly LabelledRow[],
  abstains: (score: number) => boolean,
): Tally {
  const tally = { ...before, labels: { ...before.labels }, reasons: { ...before.reasons } };
  for (const row of rows) {
    if (row.kind === "bad") {
      tally.bad += 1;
      increase(tally.reasons, row.reason);
      continue;
    }
    tally.labelled += 1;
    if (abstains(row.answer.score)) tally.abstained += 1;
    increase(tally.labels, row.answer.label);
  }
  return tally;
}

function increase(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
