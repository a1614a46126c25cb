import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { parseManifest } from "@kanjo/shared/manifest";
import { channelKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { type ChannelPointer, parseChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { ObjectStore, StoredObject, WriteCondition } from "../object-store/object-store.ts";

export interface Promotion {
  readonly name: string;
  readonly version: string;
  readonly channel: string;
}

/**
 * Moves a channel's pointer to a published version, by compare-and-swap on the
 * pointer that was read: of two promotions at once, one wins.
 * @throws KanjoError `version-unknown`, `promotion-conflict`, `pointer-invalid`, `manifest-invalid`
 */
export async function promote(
  promotion: Promotion,
  store: ObjectStore,
  now: () => Date,
): Promise<ChannelPointer> {
  const { name, version, channel } = promotion;
  const manifestSha256 = await digestPublishedManifest(promotion, store);
  const key = channelKey(name, channel);
  const current = await store.read(key);
  const previous =
    current === null ? null : parseChannelPointer(new TextDecoder().decode(current.bytes));
  if (previous?.version === version && previous.manifestSha256 === manifestSha256) return previous;

  const pointer: ChannelPointer = {
    schemaVersion: 1,
    name,
    channel,
    version,
    manifestSha256,
    previousVersion: previous?.version ?? null,
    promotedAt: now().toISOString(),
  };
  const bytes = new TextEncoder().encode(`${JSON.stringify(pointer, null, 2)}\n`);
  const outcome = await store.write(key, bytes, "application/json", conditionFor(current));
  if (outcome === "written" || (await isStored(store, key, bytes))) return pointer;
  throw new KanjoError(
    "promotion-conflict",
    `${key} was moved by another publisher while this one worked`,
    {
      hint: "Look at what the channel serves now, then promote again.",
    },
  );
}

/** A write whose answer was lost is tried again by the client, and then fails on its own success. */
async function isStored(store: ObjectStore, key: string, bytes: Uint8Array): Promise<boolean> {
  const stored = await store.read(key);
  return stored !== null && Buffer.from(stored.bytes).equals(bytes);
}

function conditionFor(current: StoredObject | null): WriteCondition {
  return current === null ? { kind: "absent" } : { kind: "etag", etag: current.etag };
}

async function digestPublishedManifest({ name, version }: Promotion, store: ObjectStore) {
  const manifest = await store.read(manifestKey(name, version));
  if (manifest === null) {
    throw new KanjoError(
      "version-unknown",
      `${name} ${version} is not published in ${store.description}`,
      {
        hint: "Publish it first: pnpm --filter trainer run publish <release folder>.",
      },
    );
  }
  parseManifest(new TextDecoder().decode(manifest.bytes));
  return sha256(manifest.bytes);
}
