/** The tokenizers with which the oracle and ours are compared. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { BertJapaneseTokenizerConfig } from "../../src/tokenizer/config.ts";
import {
  BRACKETS,
  makeConfig,
  makeVocabulary,
  SMALL_VOCABULARY,
} from "../fixtures/small-tokenizer.ts";
import type { DictionaryName } from "./compiled-dictionaries.ts";

const hub = new URL("../../../../../shared/hub/tohoku-nlp/", import.meta.url);

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

/** A tokenizer's configuration and vocabulary. */
export interface TokenizerCase {
  readonly name: string;
  readonly config: BertJapaneseTokenizerConfig;
  /** The vocabulary file's text. */
  readonly vocabulary: string;
}

/** Whether Tohoku's own vocabularies lie beside the checkout. */
export const hasTohoku = existsSync(hub);

/** Tohoku's where they lie beside the checkout. */
export function listTohoku(): TokenizerCase[] {
  if (!hasTohoku) return [];
  return [
    {
      name: "char-v3",
      config: makeConfig(BRACKETS),
      vocabulary: readVocabulary("bert-base-japanese-char-v3"),
    },
    {
      name: "v3",
      config: { ...makeConfig(BRACKETS), subwordTokenizer: "wordpiece", mecabDic: "unidic_lite" },
      vocabulary: readVocabulary("bert-base-japanese-v3"),
    },
  ];
}

/** Characters without a dictionary, full of traps. */
export const CHARACTER_CASES: readonly TokenizerCase[] = [
  { name: "small", config: makeConfig(BRACKETS), vocabulary: SMALL_VOCABULARY },
  { name: "tagged", config: makeConfig(TAGS), vocabulary: makeVocabulary(TAGS, INVISIBLE) },
];

/** The traps, and the given pieces, cut from the words of this dictionary. */
export function makePieceCase(
  mecabDic: DictionaryName,
  doLowerCase: boolean,
  pieces: readonly string[],
): TokenizerCase {
  return {
    name: `${mecabDic} pieces${doLowerCase ? " in lower case" : ""}`,
    config: { ...makeConfig(BRACKETS), subwordTokenizer: "wordpiece", mecabDic, doLowerCase },
    vocabulary: makeVocabulary(BRACKETS, pieces),
  };
}

/** Characters of words, which need the dictionary for nothing but lower-casing. */
export function makeLowerCharacterCase(mecabDic: DictionaryName): TokenizerCase {
  return {
    name: `${mecabDic} characters in lower case`,
    config: { ...makeConfig(BRACKETS), mecabDic, doLowerCase: true },
    vocabulary: SMALL_VOCABULARY,
  };
}

function readVocabulary(model: string): string {
  return readFileSync(fileURLToPath(new URL(`${model}/vocab.txt`, hub)), "utf8");
}
