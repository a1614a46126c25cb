import { KanjoError } from "@kanjo/shared/error";
import type { Manifest } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";

import type { ObjectStore } from "../object-store/object-store.ts";
import { listDistinct } from "./publish-blobs.ts";

/**
 * Looks whether every file of a release is there with its size. Their bytes are left to
 * `verify` and to the worker, which checks their digests.
 * @throws KanjoError `release-damaged`, with every file that is not
 */
export async function requireBlobs(manifest: Manifest, store: ObjectStore): Promise<void> {
  const looked = listDistinct(manifest.files).map(async ({ path, bytes, sha256 }) => {
    const key = blobKey(sha256);
    const found = await store.stat(key);
    if (found?.bytes === bytes) return [];
    const state = found === null ? "is missing" : `has ${found.bytes} bytes, expected ${bytes}`;
    return [`${key} (${path}) ${state}`];
  });
  const damages = (await Promise.all(looked)).flat();
  if (damages.length === 0) return;
  throw new KanjoError(
    "release-damaged",
    `${manifest.name} ${manifest.version} is not whole in ${store.description}: ${damages.join("; ")}`,
    {
      hint: "Publishing its folder again mends what is missing: pnpm --filter trainer run publish runs/<version>.",
    },
  );
}
