import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";

import type { CharacterTokenizerRecipe, WordPieceTokenizerRecipe } from "../recipe/recipe.ts";

/** Special tokens come first in a vocabulary of ours, in the order of Tohoku's models. */
export const SPECIAL_TOKENS = {
  pad: "[PAD]",
  unk: "[UNK]",
  cls: "[CLS]",
  sep: "[SEP]",
  mask: "[MASK]",
};

export const SPECIAL_TOKEN_COUNT = 5;

/** The tokenizer that a recipe asks for, as the manifest describes it. */
export function makeTokenizerConfig(
  recipe: CharacterTokenizerRecipe | WordPieceTokenizerRecipe,
): TokenizerConfig {
  return {
    kind: "bert-japanese",
    wordTokenizer: "mecab",
    mecabDic: recipe.subword === "wordpiece" ? recipe.mecab_dic : null,
    subwordTokenizer: recipe.subword,
    doLowerCase: false,
    specialTokens: SPECIAL_TOKENS,
  };
}
