/**
 * What TypeScript asks of the Python engine: one JSON file, `python -m
 * kanjo_engine job.json`. Python's side (`contract.py`) is generated from these
 * schemas by `pnpm contracts`; `pnpm check` fails when it is stale. Keys are in
 * snake case because Python reads them. Paths are absolute.
 */
import * as z from "zod";

export const JOB_SCHEMA_VERSION = 3;

/** What the engine has to know of the tokenizer. */
export const VocabularyShape = z.strictObject({
  size: z.int().positive(),
  pad_token_id: z.int().nonnegative(),
  mask_token_id: z.int().nonnegative(),
  /** Never masked, never dropped: [PAD], [UNK], [CLS], [SEP], [MASK]. */
  special_token_ids: z.array(z.int().nonnegative()),
});
export type VocabularyShape = z.infer<typeof VocabularyShape>;

/** Shape of a BERT encoder whose weights begin as random numbers. */
export const ScratchModel = z.strictObject({
  kind: z.literal("scratch"),
  hidden_size: z.int().positive(),
  layers: z.int().positive(),
  heads: z.int().positive(),
  intermediate_size: z.int().positive(),
  max_positions: z.int().positive(),
  /** After embeddings and dense layers, and before the classifier. */
  dropout: z.number().min(0).max(0.9),
  /** Of the attention's probabilities; 0 leaves PyTorch its fused kernel. */
  attention_dropout: z.number().min(0).max(0.9).default(0),
  /** Standard deviation of the weights at the start. */
  initializer_range: z.number().positive().default(0.02),
  /** Offsets, in tokens, of the neighbours that the first layer's heads look at when training starts; none for a random start. */
  neighbour_offsets: z.array(z.int()).default([]),
});
export type ScratchModel = z.infer<typeof ScratchModel>;

/** Low-rank adaptation of the attention's queries and values (Hu et al. 2021); merged into the weights at the end. */
export const LowRankAdaptation = z.strictObject({
  rank: z.int().positive(),
  /** The update is scaled by alpha / rank. */
  alpha: z.number().positive(),
  dropout: z.number().min(0).max(0.9),
});
export type LowRankAdaptation = z.infer<typeof LowRankAdaptation>;

/** A BERT encoder in a folder as the Hub has it: `config.json` and `model.safetensors`. */
export const PretrainedModel = z.strictObject({
  kind: z.literal("pretrained"),
  folder: z.string().min(1),
  /** Take `pytorch_model.bin`, a pickle, where there are no safetensors; loaded with `weights_only`. */
  allow_pickle: z.boolean().default(false),
  lora: LowRankAdaptation.nullable().default(null),
});
export type PretrainedModel = z.infer<typeof PretrainedModel>;

export const ModelSource = z.discriminatedUnion("kind", [ScratchModel, PretrainedModel]);
export type ModelSource = z.infer<typeof ModelSource>;

/** One of several labels for a text or a pair of texts. Column `label`. Best epoch by accuracy. */
export const ClassificationTask = z.strictObject({
  kind: z.literal("classification"),
  labels: z.array(z.string().min(1)).min(2),
});

/** A number for a pair of texts. Column `target` (float32). Best epoch by Pearson's correlation. */
export const RegressionTask = z.strictObject({ kind: z.literal("regression") });

/** Which of several answers fits: `choices` rows in a row make an example. Column `label`, the same in all of them. Best epoch by accuracy. */
export const MultipleChoiceTask = z.strictObject({
  kind: z.literal("multiple-choice"),
  choices: z.int().min(2),
});

/** Where in the second text the answer stands. Columns `start` and `end`: token positions, the last one included; 0 and 0 where it is not in this window. Best epoch by exact match. */
export const SpanTask = z.strictObject({ kind: z.literal("span") });

/** Which token was masked: unlabelled text. Best epoch by the share of masked tokens that are found. */
export const MaskedLanguageModelTask = z.strictObject({
  kind: z.literal("masked-language-model"),
  mask_probability: z.number().min(0.01).max(0.9),
});

export const Task = z.discriminatedUnion("kind", [
  ClassificationTask,
  RegressionTask,
  MultipleChoiceTask,
  SpanTask,
  MaskedLanguageModelTask,
]);
export type Task = z.infer<typeof Task>;

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

/** `batch_size` texts drawn at random, as most trainers do. */
export const RandomBatches = z.strictObject({ kind: z.literal("random") });
/** `batch_size` texts of about the same length; the batches are shuffled. */
export const LengthGroupedBatches = z.strictObject({ kind: z.literal("length-grouped") });
/** As many texts of about the same length as have at most so many tokens together; the batches are shuffled. */
export const TokenBudgetBatches = z.strictObject({
  kind: z.literal("token-budget"),
  tokens: z.int().positive(),
});
export const Batching = z.discriminatedUnion("kind", [
  RandomBatches,
  LengthGroupedBatches,
  TokenBudgetBatches,
]);
export type Batching = z.infer<typeof Batching>;

/** What the products of matrices are computed in; weights and optimizer are float32. `auto`: bf16 on a GPU that has it, fp16 on another, fp32 on a CPU. */
export const Precision = z.enum(["auto", "fp32", "bf16", "fp16"]);
export type Precision = z.infer<typeof Precision>;

export const TrainingOptions = z.strictObject({
  epochs: z.int().positive(),
  /** Rows of a step, of all processes and accumulated parts together. */
  batch_size: z.int().positive(),
  batching: Batching.default({ kind: "length-grouped" }),
  /** Parts that a step's batch is computed in, one after the other, to save memory. */
  gradient_accumulation: z.int().positive().default(1),
  /** Peak of the linear schedule. */
  learning_rate: z.number().positive(),
  /** Share of the steps, 0 to 1, in which the learning rate climbs to its peak. */
  warmup_ratio: z.number().min(0).max(1),
  /** Not on biases and layer norms. */
  weight_decay: z.number().nonnegative(),
  label_smoothing: z.number().min(0).max(0.5).default(0),
  /** Weight of each class in the loss; `balanced`: inverse to its frequency. Classification only. */
  class_weights: z
    .union([z.literal("balanced"), z.array(z.number().positive())])
    .nullable()
    .default(null),
  /** Probability that a training token is replaced by [MASK], drawn anew each epoch. */
  token_dropout: z.number().min(0).max(0.9).default(0),
  /** Largest gradient norm; null for none. */
  gradient_clip: z.number().positive().nullable(),
  precision: Precision.default("auto"),
  /** Hand the model to `torch.compile`. */
  compile: z.boolean().default(false),
  /** Stop after so many epochs in a row without a better one; null: never. */
  patience: z.int().positive().nullable().default(null),
  seed: z.int().nonnegative(),
  warm_start: WarmStart.nullable().default(null),
});
export type TrainingOptions = z.infer<typeof TrainingOptions>;

/** Knowledge distillation (Hinton et al. 2015; hidden states as in TinyBERT, Jiao et al. 2020). */
export const Distillation = z.strictObject({
  /** Checkpoint folder of a classifier with the same labels and vocabulary. */
  teacher: z.string().min(1),
  /** Both sides' logits are divided by it. */
  temperature: z.number().positive(),
  /** Weights of the three losses: gold labels, the teacher's logits, its hidden states. */
  label_weight: z.number().nonnegative(),
  logits_weight: z.number().nonnegative(),
  hidden_weight: z.number().nonnegative(),
  /** Begin with the teacher's embeddings and layers, evenly chosen, cut to the student's width. */
  start_from_teacher: z.boolean(),
});
export type Distillation = z.infer<typeof Distillation>;

/** When the state of a training is kept; at an epoch's end already after a tenth of the seconds. */
export const CheckpointOptions = z.strictObject({
  /** Null: by time alone. */
  every_steps: z.int().positive().nullable(),
  every_seconds: z.number().positive(),
  /** How many are kept; the newest broken one is skipped for the one before. */
  keep: z.int().positive(),
});
export type CheckpointOptions = z.infer<typeof CheckpointOptions>;

const base = {
  schema_version: z.literal(JOB_SCHEMA_VERSION),
  /** Folder that the engine may write to; it exists. */
  output_dir: z.string().min(1),
};

/**
 * Train and keep the epoch that does best on the validation rows.
 * Data: Arrow IPC files with columns `input_ids` (list of int32), `second_start`
 * (int32, where the second text begins; the length where there is none) and
 * those that the task names.
 * Writes `checkpoint/` (`model.safetensors`, `config.json`), `checkpoints/` (to
 * go on from), `metrics.jsonl` (one object a step), `tensorboard/`, and
 * `predictions.arrow` (column `logits`, list of float32, one row a validation row).
 */
export const TrainJob = z.strictObject({
  ...base,
  kind: z.literal("train"),
  task: Task,
  train_data: z.string().min(1),
  validation_data: z.string().min(1),
  /** More texts for the distillation; column `input_ids` alone. */
  unlabelled_data: z.string().min(1).nullable(),
  vocabulary: VocabularyShape,
  model: ModelSource,
  training: TrainingOptions,
  distillation: Distillation.nullable(),
  checkpoints: CheckpointOptions,
  /** Go on from the newest checkpoint, if there is one. */
  resume: z.boolean(),
});
export type TrainJob = z.infer<typeof TrainJob>;

/** What the weights are kept as: float32, dynamic int8, or 4-bit in blocks, which is smaller and slower. */
export const WeightFormat = z.enum(["fp32", "int8", "int4"]);
export type WeightFormat = z.infer<typeof WeightFormat>;

/**
 * Write `model-fp32.onnx`, `model.onnx` (the weights in the format that is asked
 * for), `model.ort` (the same, for the edge) and `config.json` from a checkpoint folder.
 */
export const ExportJob = z.strictObject({
  ...base,
  kind: z.literal("export"),
  checkpoint_dir: z.string().min(1),
  task: z.discriminatedUnion("kind", [ClassificationTask, RegressionTask]),
  weights: WeightFormat,
  /** The last layer's weights and bias are divided by it. */
  temperature: z.number().positive().default(1),
  /** Rows of the word embeddings that are kept, as their new order; null: all. */
  kept_tokens: z.array(z.int().nonnegative()).nullable().default(null),
});
export type ExportJob = z.infer<typeof ExportJob>;

/**
 * Character n-gram TF-IDF and logistic regression, for scale.
 * Data: JSONL files with `text` and `label` (index into labels).
 */
export const BaselineJob = z.strictObject({
  ...base,
  kind: z.literal("baseline"),
  labels: z.array(z.string().min(1)).min(2),
  train_data: z.string().min(1),
  test_data: z.string().min(1),
});
export type BaselineJob = z.infer<typeof BaselineJob>;

export const Job = z.discriminatedUnion("kind", [TrainJob, ExportJob, BaselineJob]);
export type Job = z.infer<typeof Job>;
