import { KanjoError } from "../error.ts";
import type { Dictionary } from "../segmenter/dictionary.ts";
import { BertJapaneseTokenizer } from "./bert-japanese-tokenizer.ts";
import type { TokenizerConfig } from "./config.ts";
import { parseVocabulary } from "./parse-vocabulary.ts";
import type { Tokenizer } from "./tokenizer.ts";

export interface TokenizerFiles {
  /** The vocabulary file's text, one token a line. */
  readonly vocabulary: string;
  /** The dictionary that the configuration names. Without lower-casing, characters need none. */
  readonly dictionary?: Dictionary | undefined;
}

/**
 * Makes the tokenizer that a manifest or recipe describes.
 * @throws KanjoError `special-tokens-invalid` when the vocabulary lacks one of the special tokens, `dictionary-missing`, `dictionary-mismatch` when it is not the one that the configuration names
 */
export function loadTokenizer(config: TokenizerConfig, files: TokenizerFiles): Tokenizer {
  requireDictionary(config, files.dictionary);
  return new BertJapaneseTokenizer(config, parseVocabulary(files.vocabulary), files.dictionary);
}

function requireDictionary(config: TokenizerConfig, dictionary: Dictionary | undefined): void {
  if (dictionary !== undefined && dictionary.info.name !== config.mecabDic) {
    throw new KanjoError(
      "dictionary-mismatch",
      `the dictionary is ${JSON.stringify(dictionary.info.name)}, expected mecabDic of the tokenizer's configuration, ${JSON.stringify(config.mecabDic)}`,
      {
        hint: "Other words have other tokens: give the dictionary that the model was trained with.",
      },
    );
  }
  if (dictionary !== undefined || !needsDictionary(config)) return;
  throw new KanjoError(
    "dictionary-missing",
    `no dictionary is there, expected ${JSON.stringify(config.mecabDic)}: the tokenizer's subwords are cut from words`,
    { hint: "Compile it with `trainer dictionary build` and give it with the vocabulary." },
  );
}

function needsDictionary({ subwordTokenizer, doLowerCase }: TokenizerConfig): boolean {
  return subwordTokenizer === "wordpiece" || doLowerCase;
}
