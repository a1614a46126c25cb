import * as z from "zod";

/**
 * Everything that decides what a text's token ids are, besides the vocabulary
 * file. The names are those of `tokenizer_config.json` on the Hugging Face Hub,
 * in camel case.
 */
export const BertJapaneseTokenizerConfig = z.strictObject({
  kind: z.literal("bert-japanese"),
  wordTokenizer: z.literal("mecab"),
  /** With character subwords the segmentation drops out, so no dictionary is named. */
  subwordTokenizer: z.literal("character"),
  doLowerCase: z.literal(false),
  specialTokens: z.strictObject({
    pad: z.string(),
    unk: z.string(),
    cls: z.string(),
    sep: z.string(),
    mask: z.string(),
  }),
});
export type BertJapaneseTokenizerConfig = z.infer<typeof BertJapaneseTokenizerConfig>;

/** A union by `kind`, so that further tokenizers can join without a new manifest. */
export const TokenizerConfig = z.discriminatedUnion("kind", [BertJapaneseTokenizerConfig]);
export type TokenizerConfig = z.infer<typeof TokenizerConfig>;
