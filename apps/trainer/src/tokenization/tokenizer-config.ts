import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";

import type { TokenizerRecipe } from "../recipe/recipe.ts";

/** Special tokens come first in the vocabulary, in the order of Tohoku's models. */
export const SPECIAL_TOKENS = {
  pad: "[PAD]",
  unk: "[UNK]",
  cls: "[CLS]",
  sep: "[SEP]",
  mask: "[MASK]",
};

export const SPECIAL_TOKEN_COUNT = 5;
export const PAD_TOKEN_ID = 0;
export const MASK_TOKEN_ID = 4;

/** The tokenizer that a recipe asks for, as the manifest describes it. */
export function makeTokenizerConfig(recipe: TokenizerRecipe): TokenizerConfig {
  return {
    kind: "bert-japanese",
    wordTokenizer: "mecab",
    mecabDic: recipe.subword === "wordpiece" ? recipe.mecab_dic : null,
    subwordTokenizer: recipe.subword,
    doLowerCase: false,
    specialTokens: SPECIAL_TOKENS,
  };
}
