import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";

const SPECIAL_TOKENS = { pad: "[PAD]", unk: "[UNK]", cls: "[CLS]", sep: "[SEP]", mask: "[MASK]" };

/** Special tokens come first in the vocabulary, in the order of Tohoku's models. */
export const SPECIAL_TOKEN_COUNT = 5;
export const PAD_TOKEN_ID = 0;
export const MASK_TOKEN_ID = 4;

export const characterTokenizerConfig: TokenizerConfig = {
  kind: "bert-japanese",
  wordTokenizer: "mecab",
  subwordTokenizer: "character",
  doLowerCase: false,
  specialTokens: SPECIAL_TOKENS,
};

/** Code points that the tokenizer drops or that a line of `vocab.txt` cannot hold. */
const NOT_IN_VOCABULARY = new Set(["\0", " ", "\t", "\n", "\v", "\r"]);

/**
 * The special tokens, then the characters of the normalized texts, the most
 * frequent first, ties by code point.
 * @returns the content of `vocab.txt`
 */
export function buildCharacterVocabulary(texts: readonly string[], minFrequency: number): string {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const character of text.normalize("NFKC")) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  const characters = [...counts]
    .filter(([character, count]) => count >= minFrequency && !NOT_IN_VOCABULARY.has(character))
    .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
    .map(([character]) => character);
  return [...Object.values(SPECIAL_TOKENS), ...characters, ""].join("\n");
}
