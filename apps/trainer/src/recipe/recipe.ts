/**
 * A recipe is everything that decides what model comes out: data, tokenizer,
 * shape and training. It is a YAML file; what was resolved from it and the
 * command line is kept in the run folder and in the manifest.
 */
import {
  Distillation,
  LowRankAdaptation,
  ScratchModel,
  TrainingOptions,
  WeightFormat,
} from "@kanjo/shared/contract/job";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { DataSource } from "./data-source.ts";

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

/** The tokenizer of the base model or, for a student from scratch, of the teacher. */
const InheritedTokenizerRecipe = z.strictObject({
  kind: z.literal("inherited"),
  /** MeCab dictionary for base models that name none; null: theirs. */
  mecab_dic: Identifier.nullable().default(null),
  max_tokens: tokenizerBase.max_tokens,
});
export type InheritedTokenizerRecipe = z.infer<typeof InheritedTokenizerRecipe>;

const TokenizerRecipe = z.discriminatedUnion("kind", [
  z.discriminatedUnion("subword", [CharacterTokenizerRecipe, WordPieceTokenizerRecipe]),
  InheritedTokenizerRecipe,
]);
export type TokenizerRecipe = z.infer<typeof TokenizerRecipe>;

/** What the recipe says of the shape; the positions follow from the tokenizer. */
const ScratchModelRecipe = ScratchModel.omit({ max_positions: true });

const PretrainedModelRecipe = z.strictObject({
  kind: z.literal("pretrained"),
  /** Id on the Hub, such as `tohoku-nlp/bert-base-japanese-v3`, or a folder, relative to the recipe. */
  base: z.string().min(1),
  /** Branch, tag or commit on the Hub. */
  revision: z.string().default("main"),
  lora: LowRankAdaptation.nullable().default(null),
});
export type PretrainedModelRecipe = z.infer<typeof PretrainedModelRecipe>;

const ModelRecipe = z.discriminatedUnion("kind", [ScratchModelRecipe, PretrainedModelRecipe]);
export type ModelRecipe = z.infer<typeof ModelRecipe>;

/** Learn from a teacher's answers besides the labels. */
const DistillationRecipe = Distillation.extend({
  /** Run folder, relative to the recipe; null asks for `--teacher`. */
  teacher: z.string().min(1).nullable().default(null),
  /** Text files, one text a line, that the teacher labels; relative to the recipe. */
  unlabelled: z.array(z.string().min(1)).default([]),
});
type DistillationRecipe = z.infer<typeof DistillationRecipe>;

/** Masked-language-model training on unlabelled text of the domain before the labels. */
const DomainRecipe = z.strictObject({
  /** Text files, one text a line, relative to the recipe; null asks for `--texts`. */
  texts: z.array(z.string().min(1)).min(1).nullable().default(null),
  epochs: z.int().positive(),
  batch_size: z.int().positive(),
  learning_rate: z.number().positive(),
  mask_probability: z.number().min(0.01).max(0.9).default(0.15),
});
export type DomainRecipe = z.infer<typeof DomainRecipe>;

const fraction = z.number().min(0).max(1);

/** How the model is made small, and what that may cost on the test split; a single text always may. */
const ExportRecipe = z.strictObject({
  weights: WeightFormat.default("int8"),
  /** Drop the tokens that neither the training nor the unlabelled texts have. */
  trim_vocabulary: z.boolean().default(false),
  /** Fall of the accuracy against float32. */
  max_accuracy_loss: fraction.default(0.005),
  /** Share of labels that stay as float32 gives them. */
  min_agreement: fraction.default(0.99),
});
export type ExportRecipe = z.infer<typeof ExportRecipe>;

const CalibrationRecipe = z.strictObject({
  /** Share of the validation texts, the least sure ones, in whose band no verdict is given; null: all are answered. */
  abstain_share: z.number().gt(0).lt(1).nullable().default(0.05),
});

/** What a release must reach on the test split before a channel serves it. */
const GatesRecipe = z.strictObject({
  accuracy: fraction.nullable().default(null),
  macro_f1: fraction.nullable().default(null),
  /** Largest expected calibration error. */
  calibration_error: fraction.nullable().default(null),
  /** How far accuracy and macro-F1 may fall below those of the release that is replaced. */
  margin: fraction.default(0.01),
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
  domain: DomainRecipe.nullable().default(null),
  distillation: DistillationRecipe.nullable().default(null),
  training: TrainingOptions,
  export: ExportRecipe.prefault({}),
  calibration: CalibrationRecipe.prefault({}),
  gates: GatesRecipe.prefault({}),
});
export type Recipe = z.infer<typeof Recipe>;
