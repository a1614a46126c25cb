import { join } from "node:path";

import { takeRunFolder } from "../run/run-folder.ts";
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
    const run = await takeRunFolder(join(context.run.dir, "seeds", String(seed)));
    await run.writeJson("recipe.json", recipe);
    contexts.push({ ...context, recipe, run });
  }
  return contexts;
}
