/** What a search's folder keeps of the command line, so that `--resume` needs no other option. */
import * as z from "zod";

import { Recipe } from "../recipe/recipe.ts";
import { readRunFile } from "../run/read-run-file.ts";

export const STRATEGIES = ["grid", "halving"] as const;

const SearchPlan = z.object({
  recipe: Recipe,
  /** As typed: `training.learning_rate=1e-5,2e-5`. */
  over: z.array(z.string()).min(1),
  strategy: z.enum(STRATEGIES),
  eta: z.int().min(2),
  seeds: z.array(z.int()).min(1),
  processes: z.int().positive(),
  dictionaryFile: z.string().nullable(),
  allowPickle: z.boolean(),
  acceptLicense: z.boolean(),
});
/** Everything that decides what a search comes to, but for the data. */
export type SearchPlan = z.infer<typeof SearchPlan>;

const KeptSearch = SearchPlan.extend({ dataSha256: z.string() });
export type KeptSearch = z.infer<typeof KeptSearch>;

const FILE = "search.json";

/** `search.json`, and the recipe by which the folder is known as a run. */
export function keptFiles(search: KeptSearch): Readonly<Record<string, unknown>> {
  return { [FILE]: search, "recipe.json": search.recipe };
}

/** @throws KanjoError `run-missing`, `run-invalid` */
export function readSearch(dir: string): Promise<KeptSearch> {
  return readRunFile(dir, FILE, KeptSearch, "search");
}
