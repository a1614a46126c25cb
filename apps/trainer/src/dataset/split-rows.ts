/**
 * Sorts the rows of one file into splits. Where it has no validation or test
 * split, a tenth of `train` becomes one: by the SHA-256 of the text, so that a
 * text stays where it is when rows are added, and copies never part. Where rows
 * have groups it is the group's, so that a group stays together.
 */
import { createHash } from "node:crypto";

import type { Row, Split } from "./dataset.ts";

const TENTHS = 10;

export interface SplitRows {
  readonly splits: Record<Split, Row[]>;
  /** Splits that the data did not have and that were taken from `train`. */
  readonly carved: readonly Split[];
}

export function splitRows(rows: readonly Row[]): SplitRows {
  const present = new Set(rows.map((row) => row.split));
  const splits: Record<Split, Row[]> = { train: [], validation: [], test: [] };
  for (const row of rows) splits[row.split ?? "train"].push(row);

  const missing = (["validation", "test"] as const).filter((split) => !present.has(split));
  for (const [tenth, split] of missing.entries()) {
    splits[split] = splits.train.filter((row) => tenthOf(row) === tenth);
  }
  if (missing.length > 0) {
    splits.train = splits.train.filter((row) => tenthOf(row) >= missing.length);
  }
  return { splits, carved: missing };
}

function tenthOf({ group, text }: Row): number {
  return (
    createHash("sha256")
      .update(group ?? text)
      .digest()
      .readUInt32BE(0) % TENTHS
  );
}
