/** What a benchmark finds out: the content of `benchmark.json` and of `--json`. */
import * as z from "zod";

import { JGLUE_TASK_NAMES, METRIC_KEYS } from "./task.ts";

/** What one training of a task came to. */
export const SeedResult = z.strictObject({
  seed: z.int().nonnegative(),
  scores: z.partialRecord(z.enum(METRIC_KEYS), z.number()),
  /** Rows of the splits. */
  rows: z.strictObject({ train: z.int().positive(), validation: z.int().positive() }),
  /** Trained on the labelled test split, for want of the train split: not to be compared. */
  trained_on_test: z.boolean(),
  train_seconds: z.number().nonnegative(),
});
export type SeedResult = z.infer<typeof SeedResult>;

const TaskResult = z.strictObject({
  task: z.enum(JGLUE_TASK_NAMES),
  seeds: z.array(SeedResult),
});
export type TaskResult = z.infer<typeof TaskResult>;

const SkippedTask = z.strictObject({ task: z.enum(JGLUE_TASK_NAMES), reason: z.string() });
export type SkippedTask = z.infer<typeof SkippedTask>;

export const BenchmarkResult = z.strictObject({
  benchmark: z.literal("jglue"),
  /** What was compared: a base model, or a recipe's shape. */
  model: z.string(),
  /** Most rows of a split; null for all. */
  limit: z.int().positive().nullable(),
  tasks: z.array(TaskResult),
  skipped: z.array(SkippedTask),
});
export type BenchmarkResult = z.infer<typeof BenchmarkResult>;
