import {
  type CheckpointOptions,
  type Distillation,
  JOB_SCHEMA_VERSION,
  type ModelSource,
  type Task,
  type TrainJob,
  type TrainingOptions,
  type VocabularyShape,
} from "@kanjo/shared/contract/job";

import type { DomainRecipe, Recipe } from "../recipe/recipe.ts";
import type { Sources } from "./resolve-sources.ts";

/** A state to go on from every five minutes, and at an epoch's end that is half a minute after the last. */
const CHECKPOINTS: CheckpointOptions = { every_steps: null, every_seconds: 300, keep: 2 };

/** What differs between one training of the engine and another. */
export interface TrainJobParts {
  readonly outputDir: string;
  readonly task: Task;
  /** Arrow files. */
  readonly files: { readonly train: string; readonly validation: string };
  readonly unlabelled: string | null;
  readonly vocabulary: VocabularyShape;
  readonly model: ModelSource;
  readonly training: TrainingOptions;
  readonly distillation: Distillation | null;
}

/** It goes on from a checkpoint wherever there is one. */
export function makeTrainJob(parts: TrainJobParts): TrainJob {
  return {
    schema_version: JOB_SCHEMA_VERSION,
    kind: "train",
    output_dir: parts.outputDir,
    task: parts.task,
    train_data: parts.files.train,
    validation_data: parts.files.validation,
    unlabelled_data: parts.unlabelled,
    vocabulary: parts.vocabulary,
    model: parts.model,
    training: parts.training,
    distillation: parts.distillation,
    checkpoints: CHECKPOINTS,
    resume: true,
  };
}

/**
 * The weights that a recipe begins with.
 * @param domainCheckpoint what a domain's texts have taught, in place of the recipe's own beginning
 */
export function chooseModel(
  { model, tokenizer }: Recipe,
  { base }: Sources,
  allowPickle: boolean,
  domainCheckpoint: string | null = null,
): ModelSource {
  const lora = model.kind === "pretrained" ? model.lora : null;
  if (domainCheckpoint !== null) {
    return { kind: "pretrained", folder: domainCheckpoint, allow_pickle: false, lora };
  }
  if (model.kind === "scratch") return { ...model, max_positions: tokenizer.max_tokens };
  if (base === null) throw new Error(`base model ${model.base} was not resolved`);
  return { kind: "pretrained", folder: base.folder, allow_pickle: allowPickle, lora };
}

/** The recipe's distillation with the teacher's weights. */
export function chooseDistillation(
  { distillation }: Recipe,
  { teacher }: Sources,
): Distillation | null {
  if (distillation === null || teacher === null) return null;
  const { unlabelled: _, ...options } = distillation;
  return { ...options, teacher: teacher.checkpointDir };
}

/** Options of the masked-language-model training on a domain's texts; what the recipe says of labels plays no part. */
export function domainTraining(training: TrainingOptions, domain: DomainRecipe): TrainingOptions {
  return {
    ...training,
    epochs: domain.epochs,
    batch_size: domain.batch_size,
    learning_rate: domain.learning_rate,
    label_smoothing: 0,
    class_weights: null,
    token_dropout: 0,
    patience: null,
    warm_start: null,
  };
}
