import { access } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Release } from "../release/release.ts";

/** The run that a release was trained in; null for one that was copied or downloaded. */
export async function findRunDir({ dir }: Pick<Release, "dir">): Promise<string | null> {
  const runDir = dirname(dir);
  return access(join(runDir, "recipe.json")).then(
    () => runDir,
    () => null,
  );
}
