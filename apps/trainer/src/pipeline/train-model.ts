import { type EngineEvent, TrainResult } from "@kanjo/shared/contract/event";
import type { TrainingOptions, TrainJob } from "@kanjo/shared/contract/job";
import * as z from "zod";

import { joinEngine, runEngine } from "../engine/run-engine.ts";
import { writeEnvironment } from "../run/environment.ts";
import { describeScores } from "../terminal/describe-scores.ts";
import { formatCount, formatDuration } from "../terminal/reporter.ts";
import type { PipelineContext } from "./context.ts";
import { dropStates } from "./drop-states.ts";
import { chooseDistillation, chooseModel, makeTrainJob } from "./make-train-job.ts";
import type { PreparedTraining } from "./prepare-training.ts";
import { runStage } from "./stage.ts";

const TrainedModel = z.object({
  training: TrainResult,
  /** Versions of the engine's libraries, by name. */
  libraries: z.record(z.string(), z.string()),
});
export type TrainedModel = z.infer<typeof TrainedModel>;

/** Trains in the engine; the best epoch is kept. */
export async function trainModel(
  prepared: PreparedTraining,
  context: PipelineContext,
): Promise<TrainedModel> {
  const { run, python, launch, reporter } = context;
  return await runStage("train", TrainedModel, context, async () => {
    const environment = followEnvironment(context);
    const training = await runEngine(makeJob(prepared, context), {
      python,
      launch,
      runDir: run.dir,
      onEvent: environment.onEvent,
    });
    reporter.line("train", describeTraining(training, context.recipe.training));
    await dropStates(run.outputDir);
    return { training, libraries: await environment.libraries() };
  });
}

/** This machine's share of a training that another one leads. */
export async function joinTraining(
  prepared: PreparedTraining,
  context: PipelineContext,
): Promise<void> {
  const { python, launch, run, onEngineEvent: onEvent } = context;
  await joinEngine(makeJob(prepared, context), { python, launch, runDir: run.dir, onEvent });
}

function makeJob(
  { task, data, unlabelled, tokenizer, sources, domainCheckpoint }: PreparedTraining,
  { recipe, run, allowPickle }: PipelineContext,
): TrainJob {
  return makeTrainJob({
    outputDir: run.outputDir,
    task,
    files: data.files,
    unlabelled,
    vocabulary: tokenizer.vocabulary,
    model: chooseModel(recipe, sources, allowPickle, domainCheckpoint),
    training: recipe.training,
    distillation: chooseDistillation(recipe, sources),
  });
}

/** Keeps what the engine says of the machine, in the run folder as soon as it says it. */
function followEnvironment({ run, onEngineEvent }: PipelineContext) {
  let libraries: Readonly<Record<string, string>> = {};
  let written: Promise<void> = Promise.resolve();
  return {
    onEvent: (event: EngineEvent): void => {
      if (event.event === "started") {
        libraries = event.libraries;
        written = writeEnvironment(run, event, new Date());
      }
      onEngineEvent(event);
    },
    libraries: async (): Promise<Record<string, string>> => {
      await written;
      return { ...libraries };
    },
  };
}

function describeTraining(training: TrainResult, { epochs, patience }: TrainingOptions): string {
  const { parameters, trained_parameters: trained } = training;
  const isEarly = training.epochs < epochs && patience !== null;
  return [
    `${formatCount(parameters)} parameters${trained < parameters ? `, ${formatCount(trained)} trained` : ""}`,
    `${formatDuration(training.train_seconds)}, ${training.samples_per_second.toFixed(0)} rows/s`,
    ...(isEarly ? [`stopped after epoch ${training.epochs}, patience ${patience}`] : []),
    `best epoch ${training.best_epoch}: validation ${describeScores(training.validation.scores)}`,
  ].join(" · ");
}
