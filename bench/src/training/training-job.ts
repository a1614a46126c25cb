import { type ModelSource, TrainJob, type VocabularyShape } from "@kanjo/shared/contract/job";

/** What distinguishes one job of these benchmarks from another; the rest is the book's. */
export interface JobSettings {
  readonly labels: readonly string[];
  readonly trainData: string;
  readonly validationData: string;
  readonly vocabulary: VocabularyShape;
  readonly model: ModelSource;
  readonly precision: "fp32" | "bf16";
  readonly epochs: number;
  readonly learningRate: number;
  readonly seed: number;
}

export const BATCH_SIZE = 32;
const HOUR_SECONDS = 3600;

/**
 * A classification job with the arguments of 大規模言語モデル入門, chapter 5: batch 32,
 * linear schedule, warm-up 0.1, AdamW without decay, gradients clipped at 1 as `Trainer` does.
 */
export function makeTrainJob(settings: JobSettings): TrainJob {
  return TrainJob.parse({
    schema_version: 2,
    kind: "train",
    output_dir: "set by who trains",
    task: { kind: "classification", labels: settings.labels },
    train_data: settings.trainData,
    validation_data: settings.validationData,
    unlabelled_data: null,
    vocabulary: settings.vocabulary,
    model: settings.model,
    training: {
      epochs: settings.epochs,
      batch_size: BATCH_SIZE,
      batching: { kind: "random" },
      learning_rate: settings.learningRate,
      warmup_ratio: 0.1,
      weight_decay: 0,
      gradient_clip: 1,
      precision: settings.precision,
      seed: settings.seed,
    },
    distillation: null,
    checkpoints: { every_steps: null, every_seconds: HOUR_SECONDS, keep: 1 },
    resume: false,
  });
}
