import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import { buildCharacterVocabulary } from "../src/tokenization/build-vocabulary.ts";
import { makeTokenizerConfig } from "../src/tokenization/tokenizer-config.ts";

export const CHARACTER_CONFIG = makeTokenizerConfig({
  kind: "bert-japanese",
  subword: "character",
  min_frequency: 1,
  max_tokens: 128,
});

/** One token a character, of the characters in `texts`; ids begin at 5, the most frequent first. */
export function makeCharacterTokenizer(texts: readonly string[]): Tokenizer {
  return loadTokenizer(CHARACTER_CONFIG, { vocabulary: buildCharacterVocabulary(texts, 1) });
}
