/** What a search's folder keeps of the command line, so that `--resume` needs no other option. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import * as z from "zod";

import { Recipe } from "../recipe/recipe.ts";

export const STRATEGIES = ["grid", "halving"] as const;

const SearchPlan = z.object({
  recipe: Recipe,
  /** As typed, for the command that trains the best: `quickstart`. */
  recipeName: z.string(),
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
export async function readSearch(dir: string): Promise<KeptSearch> {
  const file = join(dir, FILE);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new KanjoError("run-missing", `${dir} has no ${FILE}: it is no search to go on with`, {
      hint: "Give the folder of an interrupted search: --resume runs/<version>.",
      cause,
    });
  });
  const result = KeptSearch.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new KanjoError("run-invalid", `${file}: ${describeIssues(result.error)}`, {
    hint: "Another version of the trainer wrote it: search anew.",
    cause: result.error,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
