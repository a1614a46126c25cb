import { sha256 } from "@kanjo/shared/digest";
import { KanjoError, messageOf } from "@kanjo/shared/error";

import type { ModelStore } from "../model-store/model-store.ts";

/** What an object must be. */
export interface Expected {
  /** Absent where nothing states the length. */
  readonly bytes?: number;
  readonly sha256: string;
}

/** @throws KanjoError `store-unreadable` */
export async function readObject(
  store: ModelStore,
  key: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await store.read(key);
  } catch (cause) {
    throw new KanjoError("store-unreadable", `"${key}" cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

/**
 * An object whose every bit is the expected one. Stores do not check SHA-256 on
 * upload, so this is the only check between the trainer and the model.
 * @throws KanjoError `object-missing`, `object-length-mismatch`, `object-digest-mismatch`
 */
export async function readVerified(
  store: ModelStore,
  key: string,
  expected: Expected,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readObject(store, key);
  if (bytes === null) {
    throw new KanjoError("object-missing", `"${key}" does not exist`, { hint: PUBLISH_AGAIN });
  }
  requireLength(key, bytes.byteLength, expected.bytes);
  await requireDigest(key, bytes, expected.sha256);
  return bytes;
}

const PUBLISH_AGAIN = "Publish the release again, or promote another version.";

function requireLength(key: string, found: number, expected = found): void {
  if (found === expected) return;
  throw new KanjoError(
    "object-length-mismatch",
    `"${key}" has ${found} bytes, expected ${expected}`,
    { hint: PUBLISH_AGAIN },
  );
}

async function requireDigest(
  key: string,
  bytes: Uint8Array<ArrayBuffer>,
  expected: string,
): Promise<void> {
  const found = await sha256(bytes);
  if (found === expected) return;
  throw new KanjoError(
    "object-digest-mismatch",
    `"${key}" has SHA-256 ${found}, expected ${expected}`,
    { hint: PUBLISH_AGAIN },
  );
}
