/**
 * Which cells of the connection matrix texts ask for: at every place of a text,
 * every word that can begin there meets every word that can end there. Whether a
 * path leads to the place, and unknown words, are left aside: this only decides
 * what lies at hand.
 */
import { LAST_ENTRY, PAIR_MASK, type Entries } from "../segmenter/entries.ts";
import { NO_NODE, type Trie } from "../segmenter/trie.ts";

/** The pairs of the words that end at a place, and of those that begin there. */
export interface Meeting {
  readonly ending: readonly number[];
  readonly beginning: readonly number[];
}

/** The places of the texts where words can meet, after NFKC. */
export function listMeetings(texts: readonly string[], trie: Trie, entries: Entries): Meeting[] {
  return texts.flatMap((text) => listMeetingsOf(text.normalize("NFKC"), trie, entries));
}

function listMeetingsOf(text: string, trie: Trie, entries: Entries): Meeting[] {
  const ending: number[][] = Array.from({ length: text.length + 1 }, () => []);
  return Array.from({ length: text.length }, (_, place) => {
    const beginning: number[] = [];
    forEachMatch(text, place, trie, (surface, end) => {
      const pairs = listPairs(entries, surface);
      beginning.push(...pairs);
      ending[end]?.push(...pairs);
    });
    return { ending: ending[place] ?? [], beginning };
  });
}

function forEachMatch(
  text: string,
  place: number,
  trie: Trie,
  visit: (surface: number, end: number) => void,
): void {
  let node = trie.first(text.charCodeAt(place));
  for (let end = place + 1; node !== NO_NODE; end++) {
    const surface = trie.surfaceAt(node);
    if (surface >= 0) visit(surface, end);
    if (end >= text.length) return;
    node = trie.child(node, text.charCodeAt(end));
  }
}

function listPairs(entries: Entries, surface: number): number[] {
  const pairs: number[] = [];
  for (let entry = entries.firstOf(surface); ; entry++) {
    const pair = entries.pairs[entry] ?? LAST_ENTRY;
    pairs.push(pair & PAIR_MASK);
    if ((pair & LAST_ENTRY) !== 0) return pairs;
  }
}
