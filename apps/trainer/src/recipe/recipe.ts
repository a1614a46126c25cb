/**
 * A recipe is everything that decides what model comes out: data, tokenizer,
 * shape and training. It is a YAML file; what was resolved from it and the
 * command line is kept in the run folder and in the manifest.
 */
import { ScratchModel, TrainingOptions } from "@kanjo/shared/contract/job";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

export const DATA_FORMATS = ["jsonl", "csv", "tsv", "jrte"] as const;

export const DataSource = z.strictObject({
  format: z.enum(DATA_FORMATS),
  /** One file, or one a split; relative to the recipe. */
  files: z.union([
    z.string().min(1),
    z.strictObject({
      train: z.string().min(1),
      validation: z.string().min(1),
      test: z.string().min(1),
    }),
  ]),
  text_column: z.string().default("text"),
  label_column: z.string().default("label"),
  /** Column that names the split, in a single file; null splits by the text's digest. */
  split_column: z.string().nullable().default(null),
});
export type DataSource = z.infer<typeof DataSource>;

const tokenizerBase = {
  kind: z.literal("bert-japanese"),
  /** Longer texts are cut, special tokens included. */
  max_tokens: z.int().min(3).max(512).default(128),
};

const CharacterTokenizerRecipe = z.strictObject({
  ...tokenizerBase,
  subword: z.literal("character"),
  /** Characters seen less often in the train split become [UNK]. */
  min_frequency: z.int().positive().default(1),
});
export type CharacterTokenizerRecipe = z.infer<typeof CharacterTokenizerRecipe>;

const WordPieceTokenizerRecipe = z.strictObject({
  ...tokenizerBase,
  subword: z.literal("wordpiece"),
  /** MeCab dictionary that cuts the words: `unidic_lite`, `ipadic`, or the name of a compiled one. */
  mecab_dic: Identifier.default("unidic_lite"),
  /** Upper bound on the tokens, special ones included. */
  vocabulary_size: z.int().min(100).max(100_000),
  /** Words with a character seen less often in the train split become [UNK], and rarer pairs are not joined. */
  min_frequency: z.int().positive().default(2),
});
export type WordPieceTokenizerRecipe = z.infer<typeof WordPieceTokenizerRecipe>;

const TokenizerRecipe = z.discriminatedUnion("subword", [
  CharacterTokenizerRecipe,
  WordPieceTokenizerRecipe,
]);
export type TokenizerRecipe = z.infer<typeof TokenizerRecipe>;

/** What the recipe says of the shape; the rest follows from the tokenizer. */
const ModelRecipe = ScratchModel.omit({
  vocabulary_size: true,
  pad_token_id: true,
  mask_token_id: true,
  special_token_count: true,
  max_positions: true,
});

export const Recipe = z.strictObject({
  name: Identifier,
  description: z.string(),
  /** Name under which the model is published. */
  model_name: Identifier.default("sentiment"),
  data: DataSource,
  /** Order of the classes; null takes it from the data. */
  labels: z
    .array(z.string().min(1))
    .min(2)
    .refine((labels) => new Set(labels).size === labels.length, "labels must be unique")
    .nullable()
    .default(null),
  tokenizer: TokenizerRecipe,
  model: ModelRecipe,
  training: TrainingOptions,
});
export type Recipe = z.infer<typeof Recipe>;
