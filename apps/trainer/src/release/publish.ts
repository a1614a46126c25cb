/**
 * Publishing in an order that a crash cannot hurt: blobs, then the manifest
 * that names them; promotion is a step of its own. Every write is conditional,
 * so a second run skips what is there and finishes the rest.
 */
import { KanjoError } from "@kanjo/shared/error";
import { type ArtifactFile, type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { blobKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { sha256 } from "@kanjo/shared/digest";

import type { ObjectStore } from "../object-store/object-store.ts";
import { readListedFile, readReleaseFile } from "./read-release-file.ts";

export interface Published {
  readonly name: string;
  readonly version: string;
  readonly manifestKey: string;
  readonly manifestSha256: string;
  readonly blobsWritten: number;
  readonly blobsPresent: number;
}

/**
 * @param releaseDir folder with `manifest.json` and the files that it lists
 * @throws KanjoError `release-invalid`, `version-exists`, `object-store-failed`
 */
export async function publish(releaseDir: string, store: ObjectStore): Promise<Published> {
  const manifestBytes = await readReleaseFile(releaseDir, "manifest.json");
  const manifest = parseManifest(new TextDecoder().decode(manifestBytes));
  const files = await Promise.all(
    manifest.files.map(async (file) => ({ file, bytes: await readListedFile(releaseDir, file) })),
  );

  let blobsWritten = 0;
  for (const { file, bytes } of files) {
    if (await writeBlob(store, file, bytes)) blobsWritten += 1;
  }
  await writeManifest(store, manifest, manifestBytes);
  return {
    name: manifest.name,
    version: manifest.version,
    manifestKey: manifestKey(manifest.name, manifest.version),
    manifestSha256: await sha256(manifestBytes),
    blobsWritten,
    blobsPresent: files.length - blobsWritten,
  };
}

/** True when the blob was written, false when it was there. */
async function writeBlob(
  store: ObjectStore,
  file: ArtifactFile,
  bytes: Uint8Array,
): Promise<boolean> {
  const key = blobKey(file.sha256);
  const present = await store.size(key);
  if (present === null) {
    return (
      (await store.write(key, bytes, "application/octet-stream", { kind: "absent" })) === "written"
    );
  }
  if (present === file.bytes) return false;
  throw new KanjoError(
    "blob-damaged",
    `${key} has ${present} bytes in ${store.description}, expected ${file.bytes}`,
    {
      hint: "Something else wrote to this key: delete the object and publish again.",
    },
  );
}

async function writeManifest(
  store: ObjectStore,
  manifest: Manifest,
  bytes: Uint8Array,
): Promise<void> {
  const key = manifestKey(manifest.name, manifest.version);
  if ((await store.write(key, bytes, "application/json", { kind: "absent" })) === "written") return;
  const existing = await store.read(key);
  if (existing !== null && Buffer.from(existing.bytes).equals(bytes)) return;
  throw new KanjoError(
    "version-exists",
    `${manifest.name} ${manifest.version} is already published with other content`,
    {
      hint: "Versions are immutable: choose another one with --version.",
    },
  );
}
