/**
 * The engine's `metrics.jsonl`. A training that was killed leaves its last line
 * cut, and one that went on from a checkpoint wrote some steps twice: what
 * cannot be read is counted and left out, and of two records the later counts.
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import * as z from "zod";

import { parseJson } from "../parse-json.ts";
import { readSplitScores, type SplitScores } from "./split-scores.ts";

const StepRecord = z.object({
  phase: z.string(),
  epoch: z.int(),
  /** Of the phase. */
  step: z.int(),
  loss: z.number(),
  learning_rate: z.number(),
  gradient_norm: z.number().nullable(),
  tokens: z.int(),
  /** That the step took. */
  seconds: z.number(),
});
export type StepRecord = z.infer<typeof StepRecord>;

const EpochLine = z.object({
  phase: z.string(),
  epoch: z.int(),
  train_loss: z.number(),
  validation: z.unknown().optional(),
});

export interface EpochRecord {
  readonly phase: string;
  readonly epoch: number;
  readonly trainLoss: number;
  /** Null in a phase that sees no labels. */
  readonly validation: SplitScores | null;
}

export interface Metrics {
  readonly steps: readonly StepRecord[];
  readonly epochs: readonly EpochRecord[];
  /** Lines that are no record, such as a cut last one. */
  readonly unreadable: number;
}

/** Reads a file of steps and epochs; null where there is none that can be read. */
export async function readMetrics(file: string): Promise<Metrics | null> {
  const steps = new Map<string, StepRecord>();
  const epochs = new Map<string, EpochRecord>();
  let unreadable = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (line.trim() === "") continue;
      const record = parseLine(line);
      if (record === null) unreadable += 1;
      else if ("step" in record) replace(steps, `${record.phase} ${record.step}`, record);
      else replace(epochs, `${record.phase} ${record.epoch}`, record);
    }
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
  return { steps: [...steps.values()], epochs: [...epochs.values()], unreadable };
}

function parseLine(line: string): StepRecord | EpochRecord | null {
  const value = parseJson(line);
  const step = StepRecord.safeParse(value);
  if (step.success) return step.data;
  const epoch = EpochLine.safeParse(value);
  if (!epoch.success) return null;
  const { train_loss: trainLoss, validation, ...rest } = epoch.data;
  return { ...rest, trainLoss, validation: readSplitScores(validation) };
}

/** The later record stands where the later one was written. */
function replace<Record>(records: Map<string, Record>, key: string, record: Record): void {
  records.delete(key);
  records.set(key, record);
}

/** Missing, a folder, or not to be read. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}
