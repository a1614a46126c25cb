/**
 * Whether the parts of a dictionary fit each other where nothing else would
 * notice: numbers that name something beyond what there is would give other words
 * without a sign. The pairs of all entries are left to the file's digest.
 */
import type { CategoryParts } from "./character-categories.ts";
import type { EntryParts } from "./entries.ts";
import { invalidDictionary } from "./invalid-dictionary.ts";
import { SYMBOLS } from "./line-code.ts";

export interface PartsToCheck {
  readonly rows: number;
  readonly columns: number;
  readonly border: Uint16Array;
  readonly codeLengths: Uint8Array;
  readonly entries: EntryParts;
  readonly categories: CategoryParts;
}

/** @throws KanjoError `dictionary-invalid` naming the part that does not fit */
export function checkParts(parts: PartsToCheck): void {
  const { rows, columns, border, codeLengths, entries, categories } = parts;
  check(rows > 0 && columns > 0, `its connection matrix has ${rows} rows, ${columns} columns`);
  check(codeLengths.length === SYMBOLS, `it has ${codeLengths.length} codes, not ${SYMBOLS}`);
  check(
    border.length === 2 && (border[0] ?? 0) < rows && (border[1] ?? 0) < columns,
    `its border is at ${border.join(", ")}`,
  );
  check(
    entries.rows.length === entries.columns.length,
    `${entries.rows.length} of its pairs have rows, ${entries.columns.length} have columns`,
  );
  check(areBelow(entries.rows, rows), `a pair has a row beyond the ${rows}`);
  check(areBelow(entries.columns, columns), `a pair has a column beyond the ${columns}`);
  checkCategories(categories, entries.rows.length);
}

function checkCategories(parts: CategoryParts, pairs: number): void {
  const { classes, infos, firstUnknown, unknownPairs, unknownCosts } = parts;
  check(classes.length === 0x10000, `${classes.length} characters have a class, not 65536`);
  check(areBelow(classes, infos.length), `a character has a class beyond the ${infos.length}`);
  check(
    firstUnknown.at(-1) === unknownPairs.length && unknownPairs.length === unknownCosts.length,
    "its entries of unknown words have other numbers of pairs and costs",
  );
  check(areBelow(unknownPairs, pairs), `an unknown word has a pair beyond the ${pairs}`);
  for (const info of infos) {
    const category = (info >>> 18) & 0xff;
    const first = firstUnknown[category] ?? 0;
    const end = firstUnknown[category + 1] ?? 0;
    check(first < end, `category ${category} has no unknown words`);
  }
}

function areBelow(numbers: Uint8Array | Uint16Array, limit: number): boolean {
  return numbers.every((number) => number < limit);
}

function check(holds: boolean, otherwise: string): void {
  if (!holds) throw invalidDictionary(otherwise);
}
