/** The options of `search`: what they may be, and the plan that they make. */
import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import * as z from "zod";

import { loadRecipe } from "../recipe/load-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { type Configuration, configureRecipe, expandGrid, parseAxis } from "../search/axis.ts";
import { planGrid, planHalving, type Rung } from "../search/rungs.ts";
import { type SearchPlan, STRATEGIES } from "../search/search-state.ts";
import { launchOptionFields } from "./launch-options.ts";
import {
  applyRecipeOptions,
  DEFAULT_RECIPE,
  locateDictionary,
  recipeOptionFields,
  seedList,
} from "./recipe-options.ts";
import { parseOptions } from "./parse-options.ts";

const SearchOptions = z
  .object({
    ...recipeOptionFields,
    processes: launchOptionFields.processes,
    over: z.array(z.string()).optional(),
    strategy: z.enum(STRATEGIES).optional(),
    eta: z
      .string()
      .regex(/^([2-9]|[1-9]\d)$/, "expected a whole number from 2 to 99")
      .transform(Number)
      .optional(),
    seeds: seedList.optional(),
    version: Identifier.optional(),
    resume: z.string().min(1).optional(),
    runs: z.string(),
    dryRun: z.boolean().optional(),
    json: z.boolean().optional(),
  })
  .superRefine((options, context) => {
    const refuse = (message: string): void => {
      context.addIssue({ code: "custom", message });
    };
    if (options.seed !== undefined && options.seeds !== undefined) {
      refuse("--seed and --seeds exclude each other");
    }
    if (options.resume === undefined) {
      if (options.over === undefined) refuse("--over FIELD=VALUES is missing");
    } else if (OWN.some((name) => options[name] !== undefined)) {
      refuse(`--${OWN.join(", --")} are the search's own after --resume`);
    }
  });
export type SearchOptions = z.infer<typeof SearchOptions>;

const OWN = ["recipe", "over", "strategy", "eta", "seed", "seeds", "set", "version"] as const;

/** @throws KanjoError `usage` */
export function parseSearchOptions(raw: unknown): SearchOptions {
  return parseOptions(SearchOptions, raw, "search");
}

/** @throws KanjoError `usage`, `recipe-unknown`, `recipe-invalid` */
export async function planSearch(options: SearchOptions, callerDir: string): Promise<SearchPlan> {
  const shipped = await loadRecipe(options.recipe ?? DEFAULT_RECIPE, callerDir);
  const recipe = applyRecipeOptions(shipped, options, callerDir);
  return {
    recipe,
    over: options.over ?? [],
    strategy: options.strategy ?? "grid",
    eta: options.eta ?? 2,
    seeds: options.seeds ?? [recipe.training.seed],
    processes: options.processes ?? 1,
    dictionaryFile: locateDictionary(options, callerDir),
    allowPickle: options.allowPickle === true,
    acceptLicense: options.acceptLicense === true,
  };
}

/** What is trained, and for how long. */
export interface SearchSpace {
  readonly configurations: readonly Configuration[];
  readonly rungs: readonly Rung[];
}

/**
 * The configurations of a plan, each held to the schema.
 * @throws KanjoError `usage`
 */
export function expandSearch({ recipe, over, strategy, eta }: SearchPlan): SearchSpace {
  const configurations = expandGrid(over.map(parseAxis));
  for (const configuration of configurations) configureRecipe(recipe, configuration);
  refuseShapesOfDomain(recipe, configurations);
  const { epochs } = recipe.training;
  const searchesEpochs = configurations[0]?.some(({ field }) => field === "training.epochs");
  if (searchesEpochs === true) {
    throw new KanjoError("usage", "--over training.epochs: the epochs are the search's own", {
      hint: "Give the most with --epochs.",
    });
  }
  const count = configurations.length;
  return {
    configurations,
    rungs: strategy === "grid" ? planGrid(count, epochs) : planHalving(count, epochs, eta),
  };
}

/** A domain is learned once, with one shape. */
function refuseShapesOfDomain(recipe: Recipe, [first]: readonly Configuration[]): void {
  const shape = first?.find(
    ({ field }) => field.startsWith("model.") && !field.startsWith("model.lora"),
  );
  if (recipe.domain === null || shape === undefined) return;
  throw new KanjoError("usage", `--over ${shape.field}: the domain is learned once for all`, {
    hint: "Search without the domain, with a recipe that has none.",
  });
}
