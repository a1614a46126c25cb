/**
 * What the Python engine says while it works: one JSON object a line on stdout
 * (NDJSON). The last event is `done` or `error`; anything else that Python
 * prints goes to stderr and is kept as a log.
 */
import * as z from "zod";

export const EngineMetrics = z.strictObject({
  count: z.int().positive(),
  accuracy: z.number().min(0).max(1),
  macro_f1: z.number().min(0).max(1),
  /** Mean negative log-likelihood in nats; null where a model gives no probabilities. */
  loss: z.number().nonnegative().nullable(),
});
export type EngineMetrics = z.infer<typeof EngineMetrics>;

/** First event: what runs. */
export const StartedEvent = z.strictObject({
  event: z.literal("started"),
  kind: z.string(),
  /** `cpu`, `cuda:0`, ... */
  device: z.string(),
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

export const WarningEvent = z.strictObject({
  event: z.literal("warning"),
  message: z.string(),
});

export const TrainResult = z.strictObject({
  kind: z.literal("train"),
  checkpoint_dir: z.string(),
  best_epoch: z.int().positive(),
  parameters: z.int().positive(),
  train_seconds: z.number().nonnegative(),
  validation: EngineMetrics,
});
export type TrainResult = z.infer<typeof TrainResult>;

export const ExportedTensor = z.strictObject({
  name: z.string(),
  type: z.enum(["int64", "float32"]),
  shape: z.array(z.union([z.string(), z.int()])),
});

export const ExportResult = z.strictObject({
  kind: z.literal("export"),
  fp32_onnx: z.string(),
  onnx: z.string(),
  ort: z.string(),
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
  WarningEvent,
  DoneEvent,
  ErrorEvent,
]);
export type EngineEvent = z.infer<typeof EngineEvent>;
