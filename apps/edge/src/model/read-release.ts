import { KanjoError } from "@kanjo/shared/error";
import { type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { channelKey, servedManifestKey } from "@kanjo/shared/manifest/keys";
import { type ChannelPointer, parseChannelPointer } from "@kanjo/shared/manifest/pointer";

import type { ModelStore } from "../model-store/model-store.ts";
import { parseAt } from "./parse-at.ts";
import { readDocument, readVerifiedDocument } from "./read-object.ts";

/**
 * What a channel serves now.
 * @throws KanjoError `model-not-published`, `pointer-invalid`, `store-unreadable`, `object-too-large`
 */
export async function readPointer(
  store: ModelStore,
  name: string,
  channel: string,
): Promise<ChannelPointer> {
  const key = channelKey(name, channel);
  const bytes = await readDocument(store, key);
  if (bytes === null) {
    throw new KanjoError("model-not-published", `no model is published: "${key}" does not exist`, {
      hint: "Publish and promote one: pnpm --filter trainer train.",
    });
  }
  const pointer = parseAt(key, () => parseChannelPointer(decode(bytes)));
  if (pointer.name !== name || pointer.channel !== channel) {
    throw new KanjoError(
      "pointer-invalid",
      `"${key}" is of ${pointer.name}/${pointer.channel}, expected ${name}/${channel}`,
    );
  }
  return pointer;
}

/**
 * The manifest that a pointer pins.
 * @throws KanjoError `manifest-invalid`, `manifest-schema-unsupported`, and those of `readVerifiedDocument`
 */
export async function readManifest(store: ModelStore, pointer: ChannelPointer): Promise<Manifest> {
  const key = servedManifestKey(pointer.name, pointer);
  const bytes = await readVerifiedDocument(store, key, pointer.manifestSha256);
  const manifest = parseAt(key, () => parseManifest(decode(bytes)));
  if (manifest.name !== pointer.name || manifest.version !== pointer.version) {
    throw new KanjoError(
      "manifest-invalid",
      `"${key}" is of ${manifest.name}/${manifest.version}, expected ${pointer.name}/${pointer.version}`,
    );
  }
  return manifest;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
