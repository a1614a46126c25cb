import { Sha256 } from "@kanjo/shared/digest";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { BLOBS_PREFIX, MODELS_PREFIX } from "@kanjo/shared/manifest/keys";

/** What an object is by its key (keys.ts makes them). */
export type StoredKey =
  | { readonly kind: "blob"; readonly sha256: string }
  | { readonly kind: "manifest"; readonly name: string; readonly version: string }
  | {
      readonly kind: "forced";
      readonly name: string;
      readonly version: string;
      readonly sha256: string;
    }
  | { readonly kind: "pointer"; readonly name: string; readonly channel: string }
  | { readonly kind: "unknown" };

/** A version of this name would lie where channels do. */
export const RESERVED_VERSION = "channels";

const MODEL_KEY = new RegExp(`^${MODELS_PREFIX}([^/]+)/([^/]+)/([^/]+)\\.json$`);
const FORCED = /^forced-(.+)$/;

export function parseStoredKey(key: string): StoredKey {
  if (key.startsWith(BLOBS_PREFIX)) {
    const sha256 = key.slice(BLOBS_PREFIX.length);
    return isDigest(sha256) ? { kind: "blob", sha256 } : { kind: "unknown" };
  }
  const [, name, folder, file] = MODEL_KEY.exec(key) ?? [];
  if (name === undefined || folder === undefined || file === undefined) return { kind: "unknown" };
  if (![name, folder].every(isIdentifier)) return { kind: "unknown" };
  if (folder === RESERVED_VERSION) {
    return isIdentifier(file) ? { kind: "pointer", name, channel: file } : { kind: "unknown" };
  }
  if (file === "manifest") return { kind: "manifest", name, version: folder };
  const sha256 = FORCED.exec(file)?.[1] ?? "";
  return isDigest(sha256) ? { kind: "forced", name, version: folder, sha256 } : { kind: "unknown" };
}

function isIdentifier(text: string): boolean {
  return Identifier.safeParse(text).success;
}

function isDigest(text: string): boolean {
  return Sha256.safeParse(text).success;
}
