/** The vocabularies with which the oracle and ours are compared. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { BertJapaneseTokenizerConfig } from "../../src/tokenizer/config.ts";
import {
  BRACKETS,
  makeConfig,
  makeVocabulary,
  SMALL_VOCABULARY,
} from "../fixtures/small-tokenizer.ts";

const CHAR_V3 = new URL(
  "../../../../../shared/hub/tohoku-nlp/bert-base-japanese-char-v3/vocab.txt",
  import.meta.url,
);

/** One special token begins another, which then wins where both fit. */
const TAGS = { pad: "<pad>", unk: "<unk>", cls: "<s>", sep: "</s>", mask: "<s>1" };

/** White space and invisible characters, which only Python's `strip` and the vocabulary's line breaks could touch. */
const INVISIBLE = [
  "\u2028",
  "\x1c",
  "\x1f",
  "\x85",
  "\xa0",
  "\v",
  "\f",
  "\u200b",
  "\ufeff",
  "\x01",
];

/** A vocabulary as a file or as its text. */
export interface VocabularyCase {
  readonly name: string;
  readonly config: BertJapaneseTokenizerConfig;
  readonly source: { readonly file: string } | { readonly text: string };
  /** How many real sentences are compared, at most. */
  readonly sentences: number;
}

/** The real vocabulary where it lies beside the checkout, and two small ones full of traps. */
export function listVocabularies(): VocabularyCase[] {
  return [...listReal(), small, tagged];
}

/** Whether Tohoku's own vocabulary lies beside the checkout. */
export const hasCharV3 = existsSync(CHAR_V3);

function listReal(): VocabularyCase[] {
  if (!hasCharV3) return [];
  const source = { file: fileURLToPath(CHAR_V3) };
  return [{ name: "char-v3", config: makeConfig(BRACKETS), source, sentences: 40_000 }];
}

const small: VocabularyCase = {
  name: "small",
  config: makeConfig(BRACKETS),
  source: { text: SMALL_VOCABULARY },
  sentences: 20_000,
};

const tagged: VocabularyCase = {
  name: "tagged",
  config: makeConfig(TAGS),
  source: { text: makeVocabulary(TAGS, INVISIBLE) },
  sentences: 5_000,
};
