import type { EngineEvent } from "@kanjo/shared/contract/event";

import type { Launch } from "../engine/launch.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { RunFolder } from "../run/run-folder.ts";
import type { Reporter } from "../terminal/reporter.ts";

/** What every stage of a training is given. */
export interface TrainingContext {
  readonly recipe: Recipe;
  readonly run: RunFolder;
  /** Interpreter of the engine. */
  readonly python: string;
  /** Compiled dictionary to use; null looks for the Python package that the recipe names. */
  readonly dictionaryFile: string | null;
  readonly reporter: Reporter;
  readonly onEngineEvent: (event: EngineEvent) => void;
}

/** What the stages that run the engine are given besides. */
export interface PipelineContext extends TrainingContext {
  /** How many processes train together, and where. */
  readonly launch: Launch;
  /** Take a base model's pickle where there are no safetensors. */
  readonly allowPickle: boolean;
  /** Whether the n-gram baseline is measured, where there is one. */
  readonly withBaseline: boolean;
  /** Seconds of each stage that ran, in order; stages add theirs. */
  readonly seconds: Map<string, number>;
}
