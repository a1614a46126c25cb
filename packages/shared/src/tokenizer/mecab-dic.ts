import { KanjoError } from "../error.ts";
import type { BertJapaneseTokenizerConfig } from "./config.ts";

type WordSettings = Pick<BertJapaneseTokenizerConfig, "subwordTokenizer" | "doLowerCase">;

/**
 * The dictionary of a Hub model: what its configuration says, else what the
 * caller says; null where the ids do not depend on it. There is no default,
 * because transformers has changed its own.
 * @throws KanjoError `mecab-dic-unspecified`, `mecab-dic-conflict`
 */
export function chooseMecabDic(
  configured: string | null,
  given: string | null,
  { subwordTokenizer, doLowerCase }: WordSettings,
): string | null {
  if (subwordTokenizer === "character" && !doLowerCase) return null;
  if (configured !== null && given !== null && configured !== given) {
    throw new KanjoError(
      "mecab-dic-conflict",
      `mecabDic is ${JSON.stringify(given)}, expected ${JSON.stringify(configured)}, which tokenizer_config.json names`,
      { hint: "Leave mecabDic out: it is for models whose configuration names no dictionary." },
    );
  }
  return configured ?? given ?? refuseToGuess();
}

function refuseToGuess(): never {
  throw new KanjoError(
    "mecab-dic-unspecified",
    "tokenizer_config.json: mecab_kwargs.mecab_dic is missing, expected a dictionary's name: the default of transformers was ipadic until huggingface/transformers#33372 made it unidic_lite, so that the same model has other tokens since",
    {
      hint: 'Say which one with mecabDic: "ipadic" is what the v1 models of tohoku-nlp were trained with, "unidic_lite" what a recent transformers takes for them.',
    },
  );
}
