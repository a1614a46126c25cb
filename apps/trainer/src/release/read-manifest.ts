import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { manifestKey, servedManifestKey } from "@kanjo/shared/manifest/keys";
import type { ServedVersion } from "@kanjo/shared/manifest/pointer";

import type { ObjectStore } from "../object-store/object-store.ts";

export interface StoredManifest {
  readonly manifest: Manifest;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly manifestSha256: string;
}

/**
 * The manifest of a version as it was published.
 * @throws KanjoError `version-unknown`, `manifest-invalid`, `manifest-schema-unsupported`
 */
export async function readPublishedManifest(
  name: string,
  version: string,
  store: ObjectStore,
): Promise<StoredManifest> {
  const key = manifestKey(name, version);
  const stored = await store.read(key);
  if (stored === null) {
    throw new KanjoError(
      "version-unknown",
      `${name} ${version} is not published in ${store.description}`,
      {
        hint: "pnpm --filter trainer run list shows the versions that there are, run publish <release folder> adds one.",
      },
    );
  }
  return openManifest(stored.bytes, key);
}

/**
 * The manifest that a channel serves, which its pointer pins.
 * @throws KanjoError `release-damaged` when it is missing or has another digest; as `readPublishedManifest`
 */
export async function readServedManifest(
  name: string,
  served: ServedVersion,
  store: ObjectStore,
): Promise<StoredManifest> {
  const key = servedManifestKey(name, served);
  const stored = await store.read(key);
  const found = stored === null ? "missing" : await sha256(stored.bytes);
  if (stored === null || found !== served.manifestSha256) {
    throw new KanjoError(
      "release-damaged",
      `${key} in ${store.description}: SHA-256 is ${found}, the channel's pointer says ${served.manifestSha256}`,
      {
        hint: "Promote another version: pnpm --filter trainer run list shows those that there are.",
      },
    );
  }
  return openManifest(stored.bytes, key);
}

async function openManifest(bytes: Uint8Array<ArrayBuffer>, key: string): Promise<StoredManifest> {
  try {
    const manifest = parseManifest(new TextDecoder().decode(bytes));
    return { manifest, bytes, manifestSha256: await sha256(bytes) };
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const { hint } = cause;
    throw new KanjoError(cause.code, `${key}: ${cause.message}`, {
      ...(hint === undefined ? {} : { hint }),
      cause,
    });
  }
}
