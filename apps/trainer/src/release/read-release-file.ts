import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import type { ArtifactFile } from "@kanjo/shared/manifest";

/**
 * The bytes of a file that the release's manifest lists.
 * @throws KanjoError `release-invalid` when it has other bytes or cannot be read
 */
export async function readListedFile(
  releaseDir: string,
  file: ArtifactFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readReleaseFile(releaseDir, file.path);
  if (bytes.length === file.bytes && (await sha256(bytes)) === file.sha256) return bytes;
  return refuseOtherBytes(join(releaseDir, file.path));
}

/** @throws KanjoError `release-invalid`, always */
export function refuseOtherBytes(path: string): never {
  throw new KanjoError("release-invalid", `${path}: not the bytes that manifest.json lists`, {
    hint: "Train again, or restore the file.",
  });
}

/** @throws KanjoError `release-invalid` when it cannot be read */
export async function readReleaseFile(
  releaseDir: string,
  path: string,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(join(releaseDir, path)));
  } catch (cause) {
    throw new KanjoError("release-invalid", `${join(releaseDir, path)}: cannot be read`, {
      hint: "Give the release folder of a finished training: runs/<version>/release.",
      cause,
    });
  }
}
