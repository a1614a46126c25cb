import * as z from "zod";

/** A part of the pipeline; its type decides which further fields it has. */
const Component = z.looseObject({ type: z.string() });

const Text = z.union([
  z.string(),
  z.object({ content: z.string() }).transform((token) => token.content),
]);

/** What is read of a `tokenizer.json`; the rest goes to `@huggingface/tokenizers` as it is. */
export const TokenizerJson = z.looseObject({
  model: z.looseObject({
    type: z.enum(["WordPiece", "Unigram", "BPE"], {
      error: ({ input }) =>
        `is ${JSON.stringify(input) ?? "missing"}, only WordPiece, Unigram and BPE are supported`,
    }),
    byte_fallback: z.boolean().nullish(),
    fuse_unk: z.boolean().nullish(),
    continuing_subword_prefix: z.string().nullish(),
  }),
  normalizer: Component.nullish().transform((component) => component ?? null),
  pre_tokenizer: Component.nullish().transform((component) => component ?? null),
  post_processor: Component.nullish().transform((component) => component ?? null),
  decoder: Component.nullish().transform((component) => component ?? null),
  added_tokens: z
    .array(
      z.looseObject({
        id: z.int(),
        content: z.string(),
        special: z.boolean().default(false),
        normalized: z.boolean().default(false),
      }),
    )
    .default([]),
});
export type TokenizerJson = z.infer<typeof TokenizerJson>;

/** What is read of the `tokenizer_config.json` beside it. */
export const TokenizerJsonConfig = z.looseObject({
  pad_token: Text.nullish(),
  clean_up_tokenization_spaces: z.boolean().nullish(),
  padding_side: z.literal("right", { error: "only right is supported" }).optional(),
  truncation_side: z.literal("right", { error: "only right is supported" }).optional(),
});
export type TokenizerJsonConfig = z.infer<typeof TokenizerJsonConfig>;
