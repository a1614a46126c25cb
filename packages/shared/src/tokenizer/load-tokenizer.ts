import { BertJapaneseTokenizer } from "./bert-japanese-tokenizer.ts";
import type { TokenizerConfig } from "./config.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { parseVocabulary } from "./vocabulary.ts";

/**
 * Makes the tokenizer that a manifest or recipe describes.
 * @param vocabularyText the vocabulary file's text, one token a line
 * @throws KanjoError `special-tokens-invalid` when the vocabulary lacks one of the special tokens
 */
export function loadTokenizer(config: TokenizerConfig, vocabularyText: string): Tokenizer {
  return new BertJapaneseTokenizer(config, parseVocabulary(vocabularyText));
}
