import type { CategoryParts } from "../segmenter/character-categories.ts";
import { KanjoError } from "../error.ts";
import type { CollectedWords } from "./collect-words.ts";
import type { CharacterDefinition } from "./mecab-source.ts";
import type { PairNumbers } from "./pair-numbers.ts";

const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

/**
 * Numbers the different bit fields of characters, and puts the unknown-word
 * entries in the order of the categories. Surrogates, of which characters outside
 * the BMP consist, behave as U+0000 does: so MeCab takes such characters.
 * @throws KanjoError `dictionary-too-large` for more than 256 different bit fields
 */
export function compactCharacters(
  { categories, info }: CharacterDefinition,
  unknown: CollectedWords,
  pairs: PairNumbers,
): CategoryParts {
  const infoOf = (unit: number): number =>
    info[unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE ? 0 : unit] ?? 0;
  const units = Array.from({ length: 0x10000 }, (_, unit) => infoOf(unit));
  const infos = Array.from(new Set(units));
  if (infos.length > 0x100) throw tooManyClasses(infos.length);
  const classes = new Map(infos.map((bits, number) => [bits, number]));
  return {
    classes: Uint8Array.from(units, (bits) => classes.get(bits) ?? 0),
    infos: Uint32Array.from(infos),
    ...arrangeUnknown(categories, unknown, pairs),
  };
}

function arrangeUnknown(
  categories: readonly string[],
  { surfaces, first, rows, columns, costs }: CollectedWords,
  pairs: PairNumbers,
) {
  const entries = categories.map((category) => {
    const surface = surfaces.indexOf(category);
    const start = first[surface] ?? 0;
    const length = surface === -1 ? 0 : (first[surface + 1] ?? 0) - start;
    return Array.from({ length }, (_, index) => start + index);
  });
  const order = entries.flat();
  const firstUnknown = new Uint16Array(categories.length + 1);
  entries.forEach((list, category) => {
    firstUnknown[category + 1] = (firstUnknown[category] ?? 0) + list.length;
  });
  return {
    firstUnknown,
    unknownPairs: Uint16Array.from(order, (entry) =>
      pairs.numberOf(rows[entry] ?? 0, columns[entry] ?? 0),
    ),
    unknownCosts: Int16Array.from(order, (entry) => costs[entry] ?? 0),
  };
}

function tooManyClasses(found: number): KanjoError {
  return new KanjoError(
    "dictionary-too-large",
    `the dictionary's characters have ${found} different bit fields, expected at most 256`,
    { hint: "Use a char.def with fewer combinations of categories." },
  );
}
