import { KanjoError } from "@kanjo/shared/error";
import type { Dictionary } from "@kanjo/shared/segmenter";
import { type HubFiles, loadTokenizer } from "@kanjo/shared/tokenizer/hub";
import { parseHubTokenizerConfig } from "@kanjo/shared/tokenizer/hub-config";

import { makeWordList, type OpenedTokenizer } from "./opened-tokenizer.ts";

/** Gives the dictionary of a name. */
export type DictionaryOf = (mecabDic: string) => Promise<Dictionary>;

/**
 * The tokenizer of a model's files as the Hub has them.
 * @param mecabDic for models whose configuration names no dictionary; null for all others
 */
export async function openHubTokenizer(
  files: HubFiles,
  mecabDic: string | null,
  dictionaryOf: DictionaryOf,
): Promise<OpenedTokenizer> {
  let used: Dictionary | undefined;
  const dictionary: DictionaryOf = async (name) => (used = await dictionaryOf(name));
  const given = mecabDic === null ? {} : { mecabDic };
  const tokenizer = await loadTokenizer(files, { dictionary, ...given }).catch(nameOption);
  if (used === undefined) return { tokenizer, listWords: null };
  const config = parseHubTokenizerConfig(files["tokenizer_config.json"] ?? "", {
    tokenizerClass: "BertJapaneseTokenizer",
    ...given,
  });
  return { tokenizer, listWords: makeWordList(used, Object.values(config.specialTokens)) };
}

/** As the command line calls what the library calls mecabDic. */
function nameOption(cause: unknown): never {
  if (!(cause instanceof KanjoError) || !cause.code.startsWith("mecab-dic-")) throw cause;
  const hint = cause.hint?.replaceAll(/mecabDic:?/g, "--mecab-dic");
  throw new KanjoError(cause.code, cause.message, {
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}
