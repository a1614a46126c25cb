/** What a run folder keeps of the command line, so that `--resume` needs no other option. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import * as z from "zod";

import type { Dataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import { Recipe } from "../recipe/recipe.ts";
import type { RunFolder } from "../run/run-folder.ts";

const RunOptions = z.object({
  version: z.string(),
  seeds: z.array(z.int()).nullable(),
  processes: z.int().positive(),
  dictionaryFile: z.string().nullable(),
  allowPickle: z.boolean(),
  acceptLicense: z.boolean(),
  withBaseline: z.boolean(),
  publish: z.boolean(),
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
    recipe: await readFileOf(dir, "recipe.json", Recipe),
    options: await readFileOf(dir, "options.json", RunOptions),
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

async function readFileOf<Schema extends z.ZodType>(
  dir: string,
  name: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readFile(join(dir, name), "utf8").catch((cause: unknown) => {
    throw new KanjoError("run-missing", `${dir} has no ${name}: it is no run to go on with`, {
      hint: "Give the folder of an interrupted training: --resume runs/<version>.",
      cause,
    });
  });
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new KanjoError("run-invalid", `${join(dir, name)}: ${describeIssues(result.error)}`, {
    hint: "Another version of the trainer wrote it: train anew.",
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
