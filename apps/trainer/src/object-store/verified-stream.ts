import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

import { KanjoError } from "@kanjo/shared/error";

import type { SourceFile } from "./object-store.ts";

const CHUNK_BYTES = 1 << 20;

/** A file's bytes; the stream fails at its end, before anything was completed with it, when they are others than announced. */
export function openVerifiedStream(file: SourceFile): Readable {
  return Readable.from(readVerified(file), { objectMode: false });
}

async function* readVerified({ path, bytes, sha256 }: SourceFile): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  let length = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of chunks) {
    hash.update(chunk);
    length += chunk.length;
    yield chunk;
  }
  if (length === bytes && hash.digest("hex") === sha256) return;
  throw new KanjoError("release-invalid", `${path}: not the bytes that manifest.json lists`, {
    hint: "Train again, or restore the file.",
  });
}
