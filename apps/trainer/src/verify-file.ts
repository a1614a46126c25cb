import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Whether a file is there with this size and, where one is known, this SHA-256. */
export async function isWhole(
  path: string,
  expected: { readonly bytes: number; readonly sha256: string | null },
): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile() || found.size !== expected.bytes) return false;
  // It may be gone by now, and one that cannot be read is not whole.
  if (expected.sha256 === null) return true;
  return (await digestFile(path, found.size).catch(() => null)) === expected.sha256;
}

const CHUNK_BYTES = 1 << 20;

/**
 * SHA-256 of a file of any size, in hexadecimal.
 * @param size about how large it is, where that is known
 */
export async function digestFile(path: string, size = CHUNK_BYTES): Promise<string> {
  const hash = createHash("sha256");
  const highWaterMark = Math.max(1, Math.min(size, CHUNK_BYTES));
  await pipeline(createReadStream(path, { highWaterMark }), hash);
  return hash.digest("hex");
}
