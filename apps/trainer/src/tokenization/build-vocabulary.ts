import type { Dictionary } from "@kanjo/shared/segmenter";

import { cutWords } from "./cut-words.ts";
import { SPECIAL_TOKEN_COUNT, SPECIAL_TOKENS } from "./tokenizer-config.ts";
import { trainWordPiece, type WordPieceOptions } from "./wordpiece/train-wordpiece.ts";

/** Code points that the tokenizer drops or that a line of `vocab.txt` cannot hold. */
const NOT_IN_VOCABULARY = new Set(["\0", " ", "\t", "\n", "\v", "\r"]);

/**
 * The special tokens, then the characters of the normalized texts, the most
 * frequent first, ties by code point.
 * @returns the content of `vocab.txt`
 */
export function buildCharacterVocabulary(texts: readonly string[], minFrequency: number): string {
  const characters = [...countParts(texts, (text) => text.normalize("NFKC"))]
    .filter(([character, count]) => count >= minFrequency && !NOT_IN_VOCABULARY.has(character))
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([character]) => character);
  return writeVocabulary(characters);
}

/**
 * The special tokens, then the subwords that the words of the texts teach.
 * @param options `size` counts the special tokens, too
 * @returns the content of `vocab.txt`
 */
export function buildWordPieceVocabulary(
  texts: readonly string[],
  dictionary: Dictionary,
  options: WordPieceOptions,
): string {
  const words = countParts(texts, (text) => cutWords(text, dictionary));
  const size = options.size - SPECIAL_TOKEN_COUNT;
  return writeVocabulary(trainWordPiece(words, { ...options, size }));
}

function countParts(
  texts: readonly string[],
  cut: (text: string) => Iterable<string>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const part of cut(text)) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

function writeVocabulary(tokens: readonly string[]): string {
  return [...Object.values(SPECIAL_TOKENS), ...tokens, ""].join("\n");
}
