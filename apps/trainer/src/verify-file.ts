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
  return expected.sha256 === null || (await digestFile(path).catch(() => null)) === expected.sha256;
}

/** SHA-256 of a file of any size, in hexadecimal. */
export async function digestFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
