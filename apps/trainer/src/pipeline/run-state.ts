/** What a run folder keeps of the command line, so that `--resume` needs no other option. */
import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import type { Dataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import { Recipe } from "../recipe/recipe.ts";
import { readRunFile } from "../run/read-run-file.ts";
import type { RunFolder } from "../run/run-folder.ts";

const RunOptions = z.object({
  version: z.string(),
  seeds: z.array(z.int()).nullable(),
  processes: z.int().positive(),
  dictionaryFile: z.string().nullable(),
  allowPickle: z.boolean(),
  acceptLicense: z.boolean(),
  withBaseline: z.boolean(),
  withReport: z.boolean(),
  publish: z.boolean(),
  /** Promote although a gate is not passed. */
  force: z.boolean(),
  channel: z.string(),
  /** Of all labelled texts. */
  dataSha256: z.string(),
});
/** The command line's part of a run; the recipe is the other. */
export type RunOptions = z.infer<typeof RunOptions>;

export interface KeptRun {
  readonly recipe: Recipe;
  readonly options: RunOptions;
}

/** Writes `recipe.json` and `options.json`. */
export async function keepRun(run: RunFolder, { recipe, options }: KeptRun): Promise<void> {
  await run.writeJson("options.json", options);
  await run.writeJson("recipe.json", recipe);
}

/** @throws KanjoError `run-missing`, `run-invalid` */
export async function readKeptRun(dir: string): Promise<KeptRun> {
  return {
    recipe: await readRunFile(dir, "recipe.json", Recipe, "training"),
    options: await readRunFile(dir, "options.json", RunOptions, "training"),
  };
}

/** @throws KanjoError `resume-mismatch` when the data are others than at the run's beginning */
export function requireSameData(
  dataset: Dataset,
  { dataSha256 }: Pick<RunOptions, "dataSha256">,
): void {
  if (digestDataset(dataset) === dataSha256) return;
  throw new KanjoError("resume-mismatch", "the data have changed since the training began", {
    hint: "Put the files back as they were, or train anew without --resume.",
  });
}
