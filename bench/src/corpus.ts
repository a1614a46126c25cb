/** A folder of unlabelled text, one text a line, read as a stream. */
import { createReadStream, globSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";

import { KanjoError } from "@kanjo/shared/error";

/** The `.txt` files of a folder. @throws KanjoError `corpus-missing` */
export function listCorpora(folder: string): { name: string; path: string }[] {
  const files = globSync("*.txt", { cwd: folder }).sort();
  if (files.length > 0) {
    return files.map((file) => ({ name: basename(file), path: join(folder, file) }));
  }
  throw new KanjoError("corpus-missing", `${folder}: no .txt files`, {
    hint: "Give a folder of text files, one text a line, unpacked.",
  });
}

/** Lines that are not empty. */
export async function* readLines(path: string): AsyncGenerator<string> {
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (line !== "") yield line;
  }
}
