/**
 * Publishing in an order that a crash cannot hurt: blobs, then the manifest that
 * names them; promotion is a step of its own. Every write is conditional, so a second
 * run skips what is there and finishes the rest. What is found there already stays
 * there meanwhile, because it is claimed (claim.ts).
 */
import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import type { Manifest } from "@kanjo/shared/manifest";
import { manifestKey } from "@kanjo/shared/manifest/keys";

import type { ObjectStore } from "../object-store/object-store.ts";
import { type ClaimContext, withClaim } from "./claim.ts";
import { openReleaseFolder } from "./open-release-folder.ts";
import { listBlobs, sendBlobs, type SentBlobs } from "./publish-blobs.ts";
import { readReleaseFile, refuseOtherBytes } from "./read-release-file.ts";
import { writeJsonIf } from "./settle-write.ts";
import { RESERVED_VERSION } from "./stored-key.ts";

export interface Published extends SentBlobs {
  readonly name: string;
  readonly version: string;
  readonly manifestKey: string;
  readonly manifestSha256: string;
}

export interface PublishContext extends ClaimContext {
  /** Bytes over all files, those that were there already among them. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * @param releaseDir folder with `manifest.json` and the files that it lists
 * @throws KanjoError `release-invalid`, `version-exists`, `blob-damaged`, `claim-lost`, `object-store-failed`
 */
export async function publish(releaseDir: string, context: PublishContext): Promise<Published> {
  const { manifest, bytes } = await openPublishable(releaseDir);
  const { name, version } = manifest;
  const { store, onProgress } = context;
  const key = manifestKey(name, version);
  const blobs = listBlobs(releaseDir, manifest);
  const claim = { name, version, blobs: blobs.map((blob) => blob.sha256) };
  return withClaim(claim, context, async (held) => {
    await refuseOtherContent(key, bytes, store);
    const sent = await sendBlobs(blobs, store, onProgress);
    const beforeWrite = held.requireHeld;
    const write = { key, bytes, condition: { kind: "absent" }, beforeWrite } as const;
    const isStored = await writeJsonIf(write, store);
    if (!isStored) throw describeExisting(key, store);
    return { name, version, manifestKey: key, manifestSha256: await sha256(bytes), ...sent };
  });
}

interface Publishable {
  readonly manifest: Manifest;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Every file is read once here, so that nothing is written of a release that is not whole. */
async function openPublishable(releaseDir: string): Promise<Publishable> {
  const { manifest, manifestSha256 } = await openReleaseFolder(releaseDir);
  const bytes = await readReleaseFile(releaseDir, "manifest.json");
  if ((await sha256(bytes)) !== manifestSha256) refuseOtherBytes(releaseDir);
  if (manifest.forced !== undefined) refuse(releaseDir, "was forced into a channel");
  if (manifest.version === RESERVED_VERSION) refuse(releaseDir, `is called ${RESERVED_VERSION}`);
  return { manifest, bytes };
}

function refuse(releaseDir: string, what: string): never {
  throw new KanjoError("release-invalid", `${releaseDir}: the release ${what}`, {
    hint: "Publish the release folder that a training left: runs/<version>/release.",
  });
}

/** Before anything big is sent. */
async function refuseOtherContent(
  key: string,
  bytes: Uint8Array,
  store: ObjectStore,
): Promise<void> {
  const existing = await store.read(key);
  if (existing !== null && !Buffer.from(existing.bytes).equals(bytes)) {
    throw describeExisting(key, store);
  }
}

function describeExisting(key: string, store: ObjectStore): KanjoError {
  return new KanjoError(
    "version-exists",
    `${key} is already published in ${store.description} with other content`,
    { hint: "Versions are immutable: train again, with another --version." },
  );
}
