import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { type Manifest, parseManifest } from "@kanjo/shared/manifest";
import type { ForcedPromotion } from "@kanjo/shared/manifest/gates";
import { forcedManifestKey } from "@kanjo/shared/manifest/keys";

import type { ObjectStore } from "../object-store/object-store.ts";
import { encodeJson, writeJsonIf } from "./settle-write.ts";

/**
 * Writes a published manifest once more, with what was not passed, under a key with its digest.
 * @param beforeWrite called before each attempt
 * @returns that digest
 */
export async function writeForcedManifest(
  manifest: Manifest,
  forced: ForcedPromotion,
  store: ObjectStore,
  beforeWrite: () => void,
): Promise<string> {
  const bytes = encodeJson({ ...manifest, forced });
  // The worker is as strict.
  parseManifest(new TextDecoder().decode(bytes));
  const manifestSha256 = await sha256(bytes);
  const key = forcedManifestKey(manifest.name, manifest.version, manifestSha256);
  const write = { key, bytes, condition: { kind: "absent" }, beforeWrite } as const;
  if (await writeJsonIf(write, store)) return manifestSha256;
  throw new KanjoError("release-damaged", `${key} in ${store.description} has other bytes`, {
    hint: "Something else wrote to this key: delete the object and promote again.",
  });
}
