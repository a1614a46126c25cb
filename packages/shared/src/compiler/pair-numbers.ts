/** Numbers the pairs of row and column that words have. */
import { KanjoError } from "../error.ts";
import { PAIR_MASK } from "../segmenter/entries.ts";
import type { CollectedWords } from "./collect-words.ts";

export interface PairNumbers {
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
  numberOf(row: number, column: number): number;
}

/** @throws KanjoError `dictionary-too-large` for more pairs than an entry can name */
export function numberPairs(lexicons: readonly CollectedWords[]): PairNumbers {
  const keys = new Set<number>();
  for (const { rows, columns } of lexicons) {
    rows.forEach((row, entry) => keys.add(joinKey(row, columns[entry] ?? 0)));
  }
  const sorted = Array.from(keys).toSorted((a, b) => a - b);
  if (sorted.length > PAIR_MASK + 1) throw tooMany(sorted.length);
  const numbers = new Map(sorted.map((key, number) => [key, number]));
  return {
    rows: Uint16Array.from(sorted, (key) => Math.floor(key / 0x10000)),
    columns: Uint16Array.from(sorted, (key) => key % 0x10000),
    numberOf: (row, column) => numbers.get(joinKey(row, column)) ?? 0,
  };
}

function joinKey(row: number, column: number): number {
  return row * 0x10000 + column;
}

function tooMany(pairs: number): KanjoError {
  return new KanjoError(
    "dictionary-too-large",
    `the dictionary's words have ${pairs} different pairs of ids, expected at most ${PAIR_MASK + 1}`,
    { hint: "Use a dictionary with fewer ids, such as unidic-lite, ipadic or unidic." },
  );
}
