import { type EntryParts, LAST_ENTRY } from "../segmenter/entries.ts";
import type { CollectedWords } from "./collect-words.ts";
import type { PairNumbers } from "./pair-numbers.ts";

/** Puts the entries in the order in which the trie numbers the surfaces. */
export function arrangeEntries(
  words: CollectedWords,
  order: Uint32Array,
  pairs: PairNumbers,
): Pick<EntryParts, "pairs" | "costs"> {
  const arranged = {
    pairs: new Uint16Array(words.costs.length),
    costs: new Int16Array(words.costs.length),
  };
  let at = 0;
  for (const surface of order) {
    const end = words.first[surface + 1] ?? 0;
    for (let entry = words.first[surface] ?? 0; entry < end; entry++) {
      const pair = pairs.numberOf(words.rows[entry] ?? 0, words.columns[entry] ?? 0);
      arranged.pairs[at] = entry + 1 === end ? pair | LAST_ENTRY : pair;
      arranged.costs[at] = words.costs[entry] ?? 0;
      at += 1;
    }
  }
  return arranged;
}
