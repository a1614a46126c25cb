import type { EngineEvent } from "@kanjo/shared/contract/event";

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
