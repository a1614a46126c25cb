/**
 * What the Python engine says while it works: one JSON object a line on stdout
 * (NDJSON). The last event is `done` or `error`; anything else that Python
 * prints goes to stderr and is kept as a log.
 */
import * as z from "zod";

/** Figures of a split. */
export const EngineMetrics = z.strictObject({
  count: z.int().positive(),
  /** Mean loss, in nats where the task has probabilities; null where a model gives none. */
  loss: z.number().nonnegative().nullable(),
  /** The score that decides which epoch is best: the higher the better. */
  primary: z.string(),
  /** `accuracy`, `macro_f1`, `pearson`, `spearman`, `exact_match`, `masked_accuracy`: fractions or correlations. */
  scores: z.record(z.string(), z.number()),
});
export type EngineMetrics = z.infer<typeof EngineMetrics>;

/** First event: what runs. */
export const StartedEvent = z.strictObject({
  event: z.literal("started"),
  kind: z.string(),
  /** `cpu`, `cuda:0`, ... */
  device: z.string(),
  /** The processor's or the card's name. */
  hardware: z.string(),
  /** How many processes train together. */
  processes: z.int().positive(),
  /** Name to version: python, torch, transformers, onnx, onnxruntime. */
  libraries: z.record(z.string(), z.string()),
});

/** A few a second at most. */
export const ProgressEvent = z.strictObject({
  event: z.literal("progress"),
  /** `warm-start`, `train`, `export`, ... */
  phase: z.string(),
  step: z.int().nonnegative(),
  total_steps: z.int().positive(),
  loss: z.number().nullable(),
  learning_rate: z.number().nullable(),
  tokens_per_second: z.number().nullable(),
});

export const EpochEvent = z.strictObject({
  event: z.literal("epoch"),
  phase: z.string(),
  /** From 1. */
  epoch: z.int().positive(),
  total_epochs: z.int().positive(),
  train_loss: z.number(),
  /** Null in the warm start, which sees no labels. */
  validation: EngineMetrics.nullable(),
});

/** The training goes on from a checkpoint. */
export const ResumedEvent = z.strictObject({
  event: z.literal("resumed"),
  phase: z.string(),
  /** Steps of the phase that are done. */
  step: z.int().nonnegative(),
});

export const WarningEvent = z.strictObject({
  event: z.literal("warning"),
  message: z.string(),
});

export const TrainResult = z.strictObject({
  kind: z.literal("train"),
  checkpoint_dir: z.string(),
  best_epoch: z.int().positive(),
  /** Epochs that were trained: fewer than asked for where patience ran out. */
  epochs: z.int().positive(),
  parameters: z.int().positive(),
  /** Those that are learned: all, but with low-rank adaptation. */
  trained_parameters: z.int().positive(),
  /** Time spent training and evaluating, also before an interruption. */
  train_seconds: z.number().nonnegative(),
  /** Training rows a second, evaluation left out. */
  samples_per_second: z.number().nonnegative(),
  /** Of the process, or of the card where there is one. */
  peak_memory_bytes: z.int().nonnegative(),
  validation: EngineMetrics,
  predictions: z.string(),
});
export type TrainResult = z.infer<typeof TrainResult>;

export const ExportedTensor = z.strictObject({
  name: z.string(),
  type: z.enum(["int64", "float32"]),
  shape: z.array(z.union([z.string(), z.int()])),
});

export const ExportResult = z.strictObject({
  kind: z.literal("export"),
  /** `graph`: written straight from the weights; `torch`: traced, for architectures that the graph does not know. */
  emitter: z.enum(["graph", "torch"]),
  fp32_onnx: z.string(),
  onnx: z.string(),
  ort: z.string(),
  config: z.string(),
  inputs: z.array(ExportedTensor),
  outputs: z.array(ExportedTensor),
});
export type ExportResult = z.infer<typeof ExportResult>;

export const BaselineResult = z.strictObject({
  kind: z.literal("baseline"),
  test: EngineMetrics,
});
export type BaselineResult = z.infer<typeof BaselineResult>;

export const EngineResult = z.discriminatedUnion("kind", [
  TrainResult,
  ExportResult,
  BaselineResult,
]);
export type EngineResult = z.infer<typeof EngineResult>;

export const DoneEvent = z.strictObject({ event: z.literal("done"), result: EngineResult });

/** Something that the user can mend. A defect of the engine has no such event: it leaves its traceback on stderr. */
export const ErrorEvent = z.strictObject({
  event: z.literal("error"),
  code: z.string(),
  message: z.string(),
  hint: z.string().nullable(),
});

export const EngineEvent = z.discriminatedUnion("event", [
  StartedEvent,
  ProgressEvent,
  EpochEvent,
  ResumedEvent,
  WarningEvent,
  DoneEvent,
  ErrorEvent,
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
