import type { Dictionary } from "@kanjo/shared/segmenter";
import type { Tokenizer } from "@kanjo/shared/tokenizer";

import { cutWords } from "../tokenization/cut-words.ts";

/** A tokenizer, and the words that it cuts its tokens from. */
export interface OpenedTokenizer {
  readonly tokenizer: Tokenizer;
  /** Null for a tokenizer that has no words: characters, or one of a `tokenizer.json`. */
  readonly listWords: ((text: string) => string[]) | null;
}

/**
 * A function that gives MeCab's words of a text; its special tokens are no words.
 * @param specialTokens found in the text before it is normalized
 */
export function makeWordList(
  dictionary: Dictionary,
  specialTokens: readonly string[],
): (text: string) => string[] {
  const escaped = specialTokens.map((token) => token.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const pattern = new RegExp(escaped.join("|"));
  return (text) => text.split(pattern).flatMap((piece) => cutWords(piece, dictionary));
}
