import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";
import type { HubFiles } from "@kanjo/shared/tokenizer/hub";
import { parseHubTokenizerConfig } from "@kanjo/shared/tokenizer/hub-config";

import { type BertConfig, parseBertConfig } from "./bert-config.ts";

/** The tokenizer that a model was trained with, and that what comes of it keeps. */
export interface InheritedTokenizer {
  /** Names MeCab's dictionary; null there for a tokenizer without. */
  readonly config: TokenizerConfig;
  /** Text of `vocab.txt`. */
  readonly vocabulary: string;
  /** Compiled dictionary; null looks for the one that `config` names. */
  readonly dictionaryFile: string | null;
  /** The longest input that the model has positions for, special tokens included. */
  readonly maxPositions: number;
}

/**
 * The tokenizer of a model's files as the Hub has them.
 * @param shown the model, for messages
 * @param mecabDic for configurations that name no dictionary; null for all others
 * @throws KanjoError `tokenizer-files-missing`, `tokenizer-unsupported`, `tokenizer-mismatch`, `base-model-unsupported`; what `parseHubTokenizerConfig` throws
 */
export function inheritTokenizer(
  shown: string,
  files: HubFiles,
  mecabDic: string | null,
): InheritedTokenizer {
  const bert = parseBertConfig(shown, files["config.json"]);
  const { "tokenizer_config.json": text, "vocab.txt": vocabulary } = files;
  if (text === undefined || vocabulary === undefined) throw describeMissing(shown, files);
  requireRoom(shown, vocabulary, bert);
  const config = parseConfig(shown, text, bert, mecabDic);
  return { config, vocabulary, dictionaryFile: null, maxPositions: bert.maxPositions };
}

function describeMissing(shown: string, files: HubFiles): KanjoError {
  if (files["tokenizer.json"] !== undefined) {
    return new KanjoError(
      "tokenizer-unsupported",
      `${shown} has a tokenizer.json and no vocab.txt with tokenizer_config.json, expected a BertJapaneseTokenizer`,
      {
        hint: "Such a model can be tried with `trainer tokenize`, but not trained yet: take one such as tohoku-nlp/bert-base-japanese-v3.",
      },
    );
  }
  const missing = (["tokenizer_config.json", "vocab.txt"] as const).filter(
    (name) => files[name] === undefined,
  );
  return new KanjoError(
    "tokenizer-files-missing",
    `${shown} has no ${missing.join(" and no ")}, which its tokenizer is made of`,
    { hint: "Give a folder with all of the model's files." },
  );
}

/** A model may have more embeddings than tokens, not fewer. */
function requireRoom(shown: string, vocabulary: string, { vocabularySize }: BertConfig): void {
  const tokens = vocabulary.replace(/\r?\n$/, "").split(/\r\n|\r|\n/).length;
  if (tokens <= vocabularySize) return;
  throw new KanjoError(
    "tokenizer-mismatch",
    `${shown}: vocab.txt has ${tokens} tokens, config.json has vocab_size ${vocabularySize}`,
    { hint: "The files are of different models: download them again." },
  );
}

function parseConfig(
  shown: string,
  text: string,
  { tokenizerClass }: BertConfig,
  mecabDic: string | null,
): TokenizerConfig {
  try {
    return parseHubTokenizerConfig(text, {
      ...(mecabDic === null ? {} : { mecabDic }),
      ...(tokenizerClass === null ? {} : { tokenizerClass }),
    });
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const hint = cause.hint?.replaceAll(/mecabDic:?/g, "tokenizer.mecab_dic:");
    throw new KanjoError(cause.code, `${shown}: ${messageOf(cause)}`, {
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}
