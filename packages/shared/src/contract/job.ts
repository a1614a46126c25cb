/**
 * What TypeScript asks of the Python engine: one JSON file, `python -m
 * kanjo_engine job.json`. Python's side (`contract.py`) is generated from these
 * schemas by `pnpm contracts`; `pnpm check` fails when it is stale. Keys are in
 * snake case because Python reads them. Paths are absolute.
 */
import * as z from "zod";

export const JOB_SCHEMA_VERSION = 1;

/** Shape of a BERT encoder whose weights begin as random numbers. */
export const ScratchModel = z.strictObject({
  vocabulary_size: z.int().positive(),
  pad_token_id: z.int().nonnegative(),
  mask_token_id: z.int().nonnegative(),
  /** Ids below this one are special and never masked. */
  special_token_count: z.int().nonnegative(),
  hidden_size: z.int().positive(),
  layers: z.int().positive(),
  heads: z.int().positive(),
  intermediate_size: z.int().positive(),
  max_positions: z.int().positive(),
  dropout: z.number().min(0).max(0.9),
  /** Standard deviation of the weights at the start. */
  initializer_range: z.number().positive().default(0.02),
  /** Offsets, in tokens, of the neighbours that the first layer's heads look at when training starts; none for a random start. */
  neighbour_offsets: z.array(z.int()).default([]),
});
export type ScratchModel = z.infer<typeof ScratchModel>;

/** Masked-language-model training on the training texts before the labels are seen (Devlin et al. 2018, section 3.1). */
export const MaskedLanguageModelWarmStart = z.strictObject({
  kind: z.literal("masked-language-model"),
  epochs: z.int().positive(),
  learning_rate: z.number().positive(),
  mask_probability: z.number().min(0.01).max(0.9),
});
export type MaskedLanguageModelWarmStart = z.infer<typeof MaskedLanguageModelWarmStart>;

/**
 * Before the texts' labels, the lower layers learn token by token what a linear
 * model of n-grams, fitted to the same texts, makes of each token: thirty
 * targets a text instead of one.
 */
export const NgramWarmStart = z.strictObject({
  kind: z.literal("ngram-evidence"),
  epochs: z.int().positive(),
  learning_rate: z.number().positive(),
  /** Longest n-gram, in tokens. */
  longest: z.int().min(1).max(8),
  /** Lower layers that take part. */
  layers: z.int().positive(),
  /** Probability that a text's end is exchanged for another's, drawn anew each epoch. */
  splice_probability: z.number().min(0).max(1),
});
export type NgramWarmStart = z.infer<typeof NgramWarmStart>;

export const WarmStart = z.discriminatedUnion("kind", [
  MaskedLanguageModelWarmStart,
  NgramWarmStart,
]);
export type WarmStart = z.infer<typeof WarmStart>;

export const TrainingOptions = z.strictObject({
  epochs: z.int().positive(),
  batch_size: z.int().positive(),
  /** Peak of the linear schedule. */
  learning_rate: z.number().positive(),
  /** Share of the steps, 0 to 1, in which the learning rate climbs to its peak. */
  warmup_ratio: z.number().min(0).max(1),
  weight_decay: z.number().nonnegative(),
  label_smoothing: z.number().min(0).max(0.5),
  /** Probability that a training token is replaced by [MASK], drawn anew each epoch. */
  token_dropout: z.number().min(0).max(0.9),
  /** Largest gradient norm. */
  gradient_clip: z.number().positive(),
  seed: z.int().nonnegative(),
  warm_start: WarmStart.nullable(),
});
export type TrainingOptions = z.infer<typeof TrainingOptions>;

const base = {
  schema_version: z.literal(JOB_SCHEMA_VERSION),
  /** Folder that the engine may write to; it exists. */
  output_dir: z.string().min(1),
  labels: z.array(z.string().min(1)).min(2),
};

/**
 * Train and keep the epoch with the best validation accuracy.
 * Data: Arrow IPC files with columns `input_ids` (list of int32) and `label` (int32).
 * Writes `checkpoint/model.safetensors` and `checkpoint/config.json`.
 */
export const TrainJob = z.strictObject({
  ...base,
  kind: z.literal("train"),
  train_data: z.string().min(1),
  validation_data: z.string().min(1),
  model: ScratchModel,
  training: TrainingOptions,
});
export type TrainJob = z.infer<typeof TrainJob>;

/** Write `model-fp32.onnx`, `model.onnx` (dynamic int8) and `model.ort` from a checkpoint folder. */
export const ExportJob = z.strictObject({
  ...base,
  kind: z.literal("export"),
  checkpoint_dir: z.string().min(1),
});
export type ExportJob = z.infer<typeof ExportJob>;

/**
 * Character n-gram TF-IDF and logistic regression, for scale.
 * Data: JSONL files with `text` and `label` (index into labels).
 */
export const BaselineJob = z.strictObject({
  ...base,
  kind: z.literal("baseline"),
  train_data: z.string().min(1),
  test_data: z.string().min(1),
});
export type BaselineJob = z.infer<typeof BaselineJob>;

export const Job = z.discriminatedUnion("kind", [TrainJob, ExportJob, BaselineJob]);
export type Job = z.infer<typeof Job>;
