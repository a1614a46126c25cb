import * as z from "zod";

/**
 * Everything that decides what a text's token ids are, besides the vocabulary
 * and the dictionary. The names are those of `tokenizer_config.json` on the
 * Hugging Face Hub, in camel case.
 */
export const BertJapaneseTokenizerConfig = z
  .strictObject({
    kind: z.literal("bert-japanese"),
    wordTokenizer: z.literal("mecab"),
    /**
     * Name of the dictionary that the words come from, such as `unidic_lite` or
     * `ipadic`. Null where it makes no difference, which is so for character
     * subwords without lower-casing: the segmentation then drops out.
     */
    mecabDic: z.string().min(1).nullable().default(null),
    subwordTokenizer: z.enum(["wordpiece", "character"]),
    /** Whether each word is put into lower case, special tokens excepted. */
    doLowerCase: z.boolean(),
    specialTokens: z.strictObject({
      pad: z.string(),
      unk: z.string(),
      cls: z.string(),
      sep: z.string(),
      mask: z.string(),
    }),
  })
  .superRefine(requireDictionary);
export type BertJapaneseTokenizerConfig = z.infer<typeof BertJapaneseTokenizerConfig>;

/** A union by `kind`, so that further tokenizers can join without a new manifest. */
export const TokenizerConfig = z.discriminatedUnion("kind", [BertJapaneseTokenizerConfig]);
export type TokenizerConfig = z.infer<typeof TokenizerConfig>;

interface WordSettings {
  readonly mecabDic: string | null;
  readonly subwordTokenizer: "wordpiece" | "character";
  readonly doLowerCase: boolean;
}

function requireDictionary(config: WordSettings, context: z.RefinementCtx): void {
  const isNeeded = config.subwordTokenizer === "wordpiece" || config.doLowerCase;
  if (config.mecabDic !== null || !isNeeded) return;
  const reason = config.doLowerCase ? "lower-casing changes" : "word pieces change";
  context.addIssue({
    code: "custom",
    path: ["mecabDic"],
    message: `is null, expected a dictionary's name, because ${reason} with it`,
  });
}
