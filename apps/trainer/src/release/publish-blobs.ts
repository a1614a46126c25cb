import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import type { ArtifactFile, Manifest } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";

import type { ObjectStore, SourceFile, TransferProgress } from "../object-store/object-store.ts";
import { type Found, settleWrite } from "./settle-write.ts";

export interface SentBlobs {
  readonly blobsWritten: number;
  readonly blobsPresent: number;
  readonly bytesWritten: number;
}

/** The files of a release without those that have the bytes of another one. */
export function listBlobs(releaseDir: string, { files }: Manifest): readonly SourceFile[] {
  return listDistinct(files).map(({ path, bytes, sha256 }) => ({
    path: join(releaseDir, path),
    bytes,
    sha256,
  }));
}

/** One file of each digest. */
export function listDistinct(files: readonly ArtifactFile[]): readonly ArtifactFile[] {
  return [...new Map(files.map((file) => [file.sha256, file])).values()];
}

/**
 * Sends the blobs that are not there, one after the other, from disk.
 * @param onProgress bytes over all blobs
 * @throws KanjoError `blob-damaged` when one that is there has another size; then nothing is sent
 */
export async function sendBlobs(
  blobs: readonly SourceFile[],
  store: ObjectStore,
  onProgress: (done: number, total: number) => void,
): Promise<SentBlobs> {
  const missing = await findMissing(blobs, store);
  const total = sumBytes(blobs);
  let done = total - sumBytes(missing);
  let blobsWritten = 0;
  let bytesWritten = 0;
  onProgress(done, total);
  for (const blob of missing) {
    const before = done;
    if (await sendBlob(blob, store, (bytes) => onProgress(before + bytes, total))) {
      blobsWritten += 1;
      bytesWritten += blob.bytes;
    }
    done += blob.bytes;
    onProgress(done, total);
  }
  return { blobsWritten, blobsPresent: blobs.length - blobsWritten, bytesWritten };
}

function sumBytes(blobs: readonly SourceFile[]): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function findMissing(
  blobs: readonly SourceFile[],
  store: ObjectStore,
): Promise<readonly SourceFile[]> {
  const states = await Promise.all(blobs.map(({ sha256 }) => store.stat(blobKey(sha256))));
  const missing: SourceFile[] = [];
  for (const [at, blob] of blobs.entries()) {
    const found = states[at];
    if (found) requireSize(blob, found.bytes, store);
    else missing.push(blob);
  }
  return missing;
}

/** False when another publisher was faster, or when this write's answer was lost. */
async function sendBlob(
  blob: SourceFile,
  store: ObjectStore,
  onProgress: TransferProgress,
): Promise<boolean> {
  const key = blobKey(blob.sha256);
  const look = async (): Promise<Found> => {
    const found = await store.stat(key);
    if (found === null) return "unchanged";
    requireSize(blob, found.bytes, store);
    return "same";
  };
  const write = () => store.writeFile(key, blob, onProgress);
  return (await settleWrite({ key, write, look }, store)) === "written";
}

function requireSize(blob: SourceFile, bytes: number, store: ObjectStore): void {
  if (bytes === blob.bytes) return;
  throw new KanjoError(
    "blob-damaged",
    `${blobKey(blob.sha256)} has ${bytes} bytes in ${store.description}, expected ${blob.bytes}`,
    { hint: "Something else wrote to this key: delete the object and publish again." },
  );
}
