import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";

import { KanjoError } from "@kanjo/shared/error";
import type { ArtifactFile } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";

import type { ObjectStore, OpenedObject, TransferProgress } from "../object-store/object-store.ts";

/**
 * Downloads a blob to a file that is either whole or not there, whoever else does the same.
 * @throws KanjoError `release-damaged` when the store has none or other bytes
 */
export async function fetchBlob(
  file: ArtifactFile,
  target: string,
  store: ObjectStore,
  onProgress: TransferProgress,
): Promise<void> {
  const opened = await store.open(blobKey(file.sha256));
  if (opened === null) throw describeDamage(file, store, "is missing");
  const partial = `${target}.${randomUUID()}.partial`;
  await mkdir(dirname(target), { recursive: true });
  try {
    const digest = await receive(opened, partial, onProgress);
    if (digest !== file.sha256) throw describeDamage(file, store, `has SHA-256 ${digest}`);
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
}

async function receive(
  { parts }: OpenedObject,
  path: string,
  onProgress: TransferProgress,
): Promise<string> {
  const hash = createHash("sha256");
  let bytes = 0;
  async function* observe(): AsyncGenerator<Uint8Array> {
    for await (const part of parts) {
      hash.update(part);
      bytes += part.length;
      onProgress(bytes);
      yield part;
    }
  }
  await pipeline(observe(), createWriteStream(path));
  return hash.digest("hex");
}

function describeDamage(file: ArtifactFile, store: ObjectStore, what: string): KanjoError {
  return new KanjoError(
    "release-damaged",
    `${blobKey(file.sha256)} (${file.path}) ${what} in ${store.description}`,
    {
      hint: "pnpm --filter trainer verify shows every damage; publishing the release again mends what is missing.",
    },
  );
}
