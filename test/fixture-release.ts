/** The edge's fixture release in the local bucket: a model of 38 characters that loads in no time. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { readEmbeddedSettings } from "@kanjo/trainer/embedded-settings";
import { createS3ObjectStore } from "@kanjo/trainer/s3-object-store";

const folder = fileURLToPath(new URL("../apps/edge/test/fixtures", import.meta.url));

/**
 * Publishes it to the bucket of a `wrangler dev`.
 * @param changes members of the manifest that take the place of its own
 */
export async function publishFixture(
  serverUrl: string,
  changes: Partial<Manifest>,
): Promise<Manifest> {
  const store = createS3ObjectStore(await readEmbeddedSettings(serverUrl));
  const published = parseManifest(await readFile(`${folder}/manifest.json`, "utf8"));
  for (const { path, sha256 } of published.files) {
    const bytes = await readFile(`${folder}/${path}`);
    await store.write(blobKey(sha256), bytes, "application/octet-stream", { kind: "absent" });
  }
  const manifest = { ...published, ...changes };
  const { name, version } = manifest;
  const bytes = encode(manifest);
  const pointer = {
    schemaVersion: 2,
    name,
    channel: "production",
    version,
    manifestSha256: createHash("sha256").update(bytes).digest("hex"),
    forced: false,
    percent: 100,
    previous: null,
    promotedAt: "2026-11-23T00:00:00Z",
  };
  const type = "application/json";
  await store.write(manifestKey(name, version), bytes, type, { kind: "absent" });
  await store.write(channelKey(name, "production"), encode(pointer), type, { kind: "absent" });
  return manifest;
}

function encode(json: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}
