import { readFile } from "node:fs/promises";

import { messageOf } from "@kanjo/shared/error";

import { dataError } from "./data-error.ts";

/** @throws KanjoError `data-invalid` when it cannot be read or is not UTF-8 */
export async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw dataError(
      `${file}: ${messageOf(cause)}`,
      "Is the path right? It is relative to the current folder.",
      cause,
    );
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw dataError(
      `${file}: not UTF-8`,
      "Convert it first, e.g. iconv -f SHIFT_JIS -t UTF-8.",
      cause,
    );
  }
}
