import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { EngineEvent } from "@kanjo/shared/contract/event";

import type { Launch } from "../engine/launch.ts";
import type { PipelineContext } from "../pipeline/context.ts";
import { prepareTraining } from "../pipeline/prepare-training.ts";
import { trainModel } from "../pipeline/train-model.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type RunFolder, takeRunFolder } from "../run/run-folder.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { readWindows } from "../tokenization/window-file.ts";
import type { TrainTask } from "./train-task.ts";

export interface TaskRunOptions {
  /** The benchmark's folder. */
  readonly dir: string;
  readonly python: string;
  readonly launch: Launch;
  readonly allowPickle: boolean;
  /** Whether the weights stay, hundreds of megabytes a task. */
  readonly keepModels: boolean;
  readonly reporter: Reporter;
  readonly onEngineEvent: (event: EngineEvent) => void;
}

/** Trains with the trainer's own pipeline, each task in a run folder beneath the benchmark's. */
export function makeTrainTask(options: TaskRunOptions): TrainTask {
  return async (recipe, dataset, runName) => {
    const run = await takeRunFolder(join(options.dir, runName));
    await run.writeJson("recipe.json", recipe);
    const context = makeContext(recipe, run, options);
    const prepared = await prepareTraining(dataset, context);
    const { spans } = prepared.data;
    const { training } = await trainModel(prepared, context);
    await run.writeJson("result.json", { training });
    if (!options.keepModels) {
      await rm(training.checkpoint_dir, { recursive: true, force: true });
    }
    return {
      predictionsFile: training.predictions,
      windows: spans === null ? null : await readWindows(spans.validation),
      trainSeconds: training.train_seconds,
    };
  };
}

function makeContext(recipe: Recipe, run: RunFolder, options: TaskRunOptions): PipelineContext {
  const { python, launch, allowPickle, reporter, onEngineEvent } = options;
  return {
    recipe,
    run,
    python,
    launch,
    allowPickle,
    reporter,
    onEngineEvent,
    dictionaryFile: null,
    withBaseline: false,
    seconds: new Map(),
  };
}
