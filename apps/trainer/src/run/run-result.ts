import * as z from "zod";

import { readSplitScores, type SplitScores } from "./split-scores.ts";

const figure = z.number().nullable().default(null).catch(null);

const Training = z.object({
  best_epoch: figure,
  epochs: figure,
  parameters: figure,
  trained_parameters: figure,
  train_seconds: figure,
  samples_per_second: figure,
  peak_memory_bytes: figure,
  validation: z.unknown().optional(),
});
const NO_TRAINING = Training.parse({});

const figures = z.record(z.string(), z.unknown()).default({}).catch({});

const Summary = z.object({ mean: z.number(), deviation: z.number().nullable() });
/** Mean and standard deviation of each score over several seeds. */
export type SeedScores = Readonly<Record<string, z.infer<typeof Summary>>>;

const Seeds = z.object({
  validation: z.record(z.string(), Summary),
  test: z.record(z.string(), Summary).nullable(),
});

/** `result.json` of any layout so far; what a layout does not have is null. */
export const RunResultFile = z.object({
  training: Training.default(NO_TRAINING).catch(NO_TRAINING),
  metrics: figures,
  baseline: z.unknown().optional(),
  summary: Seeds.nullable().default(null).catch(null),
});

/** `result.json` of a search: its best configuration. */
export const SearchResultFile = z.object({
  best: z.object({
    epochs: z.int(),
    primary: z.string(),
    /** Mean of the seeds' validation scores. */
    score: z.number(),
    deviation: z.number().nullable(),
  }),
  rungs: z.array(z.array(z.object({ trainSeconds: z.number() }))),
});

/** What came out of a training. */
export interface RunResult {
  /** The best epoch's, from the engine. */
  readonly validation: SplitScores | null;
  /** Of the model as it is served, where it was evaluated so. */
  readonly test: SplitScores | null;
  /** Character n-grams on the same test split. */
  readonly baseline: SplitScores | null;
  /** Null where one seed was trained. */
  readonly seeds: { readonly validation: SeedScores; readonly test: SeedScores | null } | null;
  readonly bestEpoch: number | null;
  /** Epochs that were trained. */
  readonly epochs: number | null;
  readonly parameters: number | null;
  readonly trainedParameters: number | null;
  readonly trainSeconds: number | null;
  readonly samplesPerSecond: number | null;
  readonly peakMemoryBytes: number | null;
}

/** The result of a training that has not come to its end. */
export const NO_RESULT: RunResult = toRunResult(RunResultFile.parse({}));

export function toRunResult({
  training,
  metrics,
  baseline,
  summary,
}: z.infer<typeof RunResultFile>): RunResult {
  return {
    validation: readSplitScores(training.validation) ?? readSplitScores(metrics["validation"]),
    test: readSplitScores(metrics["test"]),
    baseline: readSplitScores(baseline),
    seeds: summary,
    bestEpoch: training.best_epoch,
    epochs: training.epochs,
    parameters: training.parameters,
    trainedParameters: training.trained_parameters,
    trainSeconds: training.train_seconds,
    samplesPerSecond: training.samples_per_second,
    peakMemoryBytes: training.peak_memory_bytes,
  };
}

/** A search has the figures of its best trial, and the time of all. */
export function toSearchResult({ best, rungs }: z.infer<typeof SearchResultFile>): RunResult {
  const { primary, score: mean, deviation } = best;
  return {
    ...NO_RESULT,
    validation: { count: null, loss: null, primary, scores: { [primary]: mean } },
    seeds:
      deviation === null ? null : { validation: { [primary]: { mean, deviation } }, test: null },
    epochs: best.epochs,
    trainSeconds: rungs.flat().reduce((sum, { trainSeconds }) => sum + trainSeconds, 0),
  };
}
