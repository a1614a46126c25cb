import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";

import { KanjoError, messageOf } from "@kanjo/shared/error";

/** What is labelled. */
export interface Input {
  /** For messages. */
  readonly name: string;
  /** Null for one that can be read once and from the beginning alone, such as a pipe. */
  readonly file: { readonly path: string; readonly bytes: number } | null;
  /** @param offset bytes to pass over; 0 for a pipe */
  read(offset: number): AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 1 << 18;

/** @throws KanjoError `input-invalid` when it cannot be read */
export async function openInputFile(path: string): Promise<Input> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new KanjoError("input-invalid", `${path}: ${messageOf(cause)}`, {
      hint: "Is the path right? It is relative to the current folder.",
      cause,
    });
  });
  if (found.isDirectory()) {
    throw new KanjoError("input-invalid", `${path}: a folder, expected a file`);
  }
  return {
    name: basename(path),
    file: found.isFile() ? { path, bytes: found.size } : null,
    read: (offset) => createReadStream(path, { start: offset, highWaterMark: CHUNK_BYTES }),
  };
}

export function openInputStream(name: string, chunks: AsyncIterable<Uint8Array>): Input {
  return { name, file: null, read: () => chunks };
}
