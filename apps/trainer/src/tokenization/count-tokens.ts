import { readFile } from "node:fs/promises";

import { tableFromIPC } from "apache-arrow";

/**
 * How often each token occurs in Arrow files with a column `input_ids`.
 * @param size ids are below it
 */
export async function countTokens(files: readonly string[], size: number): Promise<Uint32Array> {
  const counts = new Uint32Array(size);
  for (const file of files) {
    const ids = tableFromIPC(await readFile(file)).getChild("input_ids");
    for (const chunk of ids?.data ?? []) {
      const values: unknown = chunk.children[0]?.values;
      if (!(values instanceof Int32Array)) throw new Error(`${file} has no int32 input_ids`);
      for (const id of values) counts[id] = (counts[id] ?? 0) + 1;
    }
  }
  return counts;
}
