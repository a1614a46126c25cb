import { access } from "node:fs/promises";
import { join } from "node:path";

import { createRunFolder, openRunFolder, type RunFolder } from "../run/run-folder.ts";
import type { PipelineContext } from "./context.ts";

/**
 * The contexts that seeds are trained in, each with a folder `seeds/<seed>`; the
 * context itself where the recipe's own seed is trained alone.
 */
export async function openSeedContexts(
  seeds: readonly number[] | null,
  context: PipelineContext,
): Promise<readonly PipelineContext[]> {
  if (seeds === null) return [context];
  const contexts: PipelineContext[] = [];
  for (const seed of seeds) {
    const recipe = { ...context.recipe, training: { ...context.recipe.training, seed } };
    const run = await openInnerRun(join(context.run.dir, "seeds"), String(seed));
    await run.writeJson("recipe.json", recipe);
    contexts.push({ ...context, recipe, run });
  }
  return contexts;
}

/** A folder for a training inside another's, whether it was begun before or not. */
export async function openInnerRun(folder: string, name: string): Promise<RunFolder> {
  const wasBegun = await access(join(folder, name, "recipe.json")).then(
    () => true,
    () => false,
  );
  return wasBegun ? openRunFolder(join(folder, name)) : createRunFolder(folder, name);
}
