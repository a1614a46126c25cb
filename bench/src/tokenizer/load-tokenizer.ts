import type { Dictionary } from "@kanjo/shared/segmenter";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

/** Those of Tohoku's models. */
export const SPECIAL_TOKENS = {
  pad: "[PAD]",
  unk: "[UNK]",
  cls: "[CLS]",
  sep: "[SEP]",
  mask: "[MASK]",
};

/** The whole tokenizer, MeCab's words and word pieces, as Tohoku's v3 is configured. */
export function loadWordPieceTokenizer(dictionary: Dictionary, vocabulary: string): Tokenizer {
  return loadTokenizer(
    {
      kind: "bert-japanese",
      wordTokenizer: "mecab",
      mecabDic: dictionary.info.name,
      subwordTokenizer: "wordpiece",
      doLowerCase: false,
      specialTokens: SPECIAL_TOKENS,
    },
    { vocabulary, dictionary },
  );
}
