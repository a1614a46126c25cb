import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import type { ModelPlace } from "../hub/choose-weights.ts";

/** The files of a folder that is laid out as a model on the Hub. */
export function openModelFolder(folder: string, shown: string): ModelPlace {
  return {
    shown,
    has: async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found?.isFile() ?? false;
    },
    readText: (name) =>
      readFile(join(folder, name), "utf8").catch((error: unknown) => {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
        throw error;
      }),
  };
}
