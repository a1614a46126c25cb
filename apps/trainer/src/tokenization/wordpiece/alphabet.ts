import type { WordPieceOptions } from "./train-wordpiece.ts";

/** The characters that a vocabulary begins with, the most frequent first, and the words that they spell. */
export interface Alphabet {
  readonly characters: readonly string[];
  /** Those that also occur inside a word, in the same order. */
  readonly continuations: readonly string[];
  /** Words without a character that was left out, in the order of the counts given. */
  readonly words: ReadonlyMap<string, number>;
}

/** What Python takes for white space and JavaScript does not, and the NUL that ends a text. */
const SEPARATORS = new Set(["\0", "\u001C", "\u001D", "\u001E", "\u001F", "\u0085"]);

/** At most half of the vocabulary, because a character can have a `##` form beside it. */
export function chooseAlphabet(
  wordCounts: ReadonlyMap<string, number>,
  { size, minFrequency }: WordPieceOptions,
): Alphabet {
  const characters = [...countCharacters(wordCounts)]
    .filter(([character, count]) => count >= minFrequency && !isSeparator(character))
    .sort(([a, countA], [b, countB]) => countB - countA || compareCodePoints(a, b))
    .slice(0, Math.floor(size / 2))
    .map(([character]) => character);
  const known = new Set(characters);
  const words = new Map(
    [...wordCounts].filter(([word]) => Array.from(word).every((character) => known.has(character))),
  );
  const inside = new Set([...words.keys()].flatMap((word) => Array.from(word).slice(1)));
  return { characters, words, continuations: characters.filter((one) => inside.has(one)) };
}

/** Where WordPiece cuts a word again, and what a line of `vocab.txt` cannot hold. */
function isSeparator(character: string): boolean {
  return SEPARATORS.has(character) || character.trim() === "";
}

function countCharacters(wordCounts: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word, count] of wordCounts) {
    for (const character of word) counts.set(character, (counts.get(character) ?? 0) + count);
  }
  return counts;
}

function compareCodePoints(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
