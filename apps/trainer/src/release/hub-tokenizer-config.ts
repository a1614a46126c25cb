import type { ManifestDraft } from "./write-release.ts";

/** `tokenizer_config.json` with which transformers' `BertJapaneseTokenizer` gives the same ids. */
export function formatHubTokenizerConfig({
  tokenizer,
  maxTokens,
}: Pick<ManifestDraft, "tokenizer" | "maxTokens">): string {
  const { mecabDic, specialTokens } = tokenizer;
  const config = {
    tokenizer_class: "BertJapaneseTokenizer",
    model_max_length: maxTokens,
    do_lower_case: tokenizer.doLowerCase,
    word_tokenizer_type: tokenizer.wordTokenizer,
    subword_tokenizer_type: tokenizer.subwordTokenizer,
    ...(mecabDic === null ? {} : { mecab_kwargs: { mecab_dic: mecabDic } }),
    pad_token: specialTokens.pad,
    unk_token: specialTokens.unk,
    cls_token: specialTokens.cls,
    sep_token: specialTokens.sep,
    mask_token: specialTokens.mask,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
