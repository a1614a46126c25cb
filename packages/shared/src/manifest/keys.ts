/**
 * Where things lie in object storage (docs/object-storage.md). Blobs and
 * manifests are immutable; a channel pointer is the only object that changes.
 */
import type { Sha256 } from "../digest.ts";
import type { ServedVersion } from "./pointer.ts";

export const BLOBS_PREFIX = "blobs/sha256/";
export const MODELS_PREFIX = "models/";

export function blobKey(digest: Sha256): string {
  return `${BLOBS_PREFIX}${digest}`;
}

/** As the release was published. */
export function manifestKey(name: string, version: string): string {
  return `${MODELS_PREFIX}${name}/${version}/manifest.json`;
}

/** The manifest of a promotion that was forced: the published one, and what was not passed. */
export function forcedManifestKey(name: string, version: string, digest: Sha256): string {
  return `${MODELS_PREFIX}${name}/${version}/forced-${digest}.json`;
}

/** The manifest that a channel serves. */
export function servedManifestKey(name: string, served: ServedVersion): string {
  const { version, manifestSha256, forced } = served;
  return forced ? forcedManifestKey(name, version, manifestSha256) : manifestKey(name, version);
}

export function channelKey(name: string, channel: string): string {
  return `${MODELS_PREFIX}${name}/channels/${channel}.json`;
}
