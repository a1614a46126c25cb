/**
 * Where things lie in object storage (docs/object-storage.md). Blobs and
 * manifests are immutable; a channel pointer is the only object that changes.
 */
import type { Sha256 } from "../digest.ts";

export function blobKey(digest: Sha256): string {
  return `blobs/sha256/${digest}`;
}

export function manifestKey(name: string, version: string): string {
  return `models/${name}/${version}/manifest.json`;
}

export function channelKey(name: string, channel: string): string {
  return `models/${name}/channels/${channel}.json`;
}
