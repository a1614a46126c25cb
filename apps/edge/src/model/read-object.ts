/**
 * Objects of the store, every bit of them the expected one. Stores do not check
 * SHA-256 on upload, so this is the only check between the trainer and the model.
 *
 * A blob is never in memory as a whole: it comes in pieces of one buffer, each goes
 * to where it is to lie and into the digest. What has gone there is worth nothing
 * before the digest has been compared.
 */
import { sha256 } from "@kanjo/shared/digest";
import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { ArtifactFile } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";

import type { ModelStore, StoredObject } from "../model-store/model-store.ts";
import { Sha256Digest } from "./sha-256-digest.ts";

/** A file of a release, as its manifest pins it. */
export type BlobFile = Pick<ArtifactFile, "bytes" | "sha256">;

/** Takes a piece that begins so many bytes after the object's start, and keeps no view of it. */
export type TakePiece = (offset: number, piece: Uint8Array) => void;

/** 1 MiB. Pointers have 300 bytes, manifests some 10,000. */
export const MAX_DOCUMENT_BYTES = 2 ** 20;

const PIECE_BYTES = 2 ** 18;

/**
 * A pointer or manifest, whose length nothing states beforehand; null when there is none.
 * @throws KanjoError `store-unreadable`, `object-too-large`
 */
export async function readDocument(
  store: ModelStore,
  key: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const object = await openObject(store, key);
  if (object === null) return null;
  const buffer = new Uint8Array(MAX_DOCUMENT_BYTES);
  const bytes = await readPieces(key, object, MAX_DOCUMENT_BYTES, (offset, piece) => {
    buffer.set(piece, offset);
  });
  if (bytes > MAX_DOCUMENT_BYTES) {
    throw new KanjoError(
      "object-too-large",
      `"${key}" has more than ${MAX_DOCUMENT_BYTES} bytes, which no pointer and no manifest has`,
    );
  }
  return buffer.slice(0, bytes);
}

/**
 * A document of this SHA-256.
 * @throws KanjoError `object-missing`, `object-digest-mismatch`, and those of `readDocument`
 */
export async function readVerifiedDocument(
  store: ModelStore,
  key: string,
  expectedSha256: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = (await readDocument(store, key)) ?? refuseMissing(key);
  requireDigest(key, await sha256(bytes), expectedSha256);
  return bytes;
}

/**
 * Passes a file of a release on, piece by piece. Throws after pieces have been taken, too.
 * @throws KanjoError `object-missing`, `object-length-mismatch`, `object-digest-mismatch`, `store-unreadable`, and what `take` throws
 */
export async function copyBlob(store: ModelStore, file: BlobFile, take: TakePiece): Promise<void> {
  const key = blobKey(file.sha256);
  const object = (await openObject(store, key)) ?? refuseMissing(key);
  if (object.bytes !== null && object.bytes !== file.bytes) {
    await object.body.cancel();
    refuseLength(key, `${object.bytes} bytes`, file.bytes);
  }
  const digest = new Sha256Digest();
  const found = await readPieces(key, object, file.bytes, async (offset, piece) => {
    take(offset, piece);
    await digest.update(piece);
  });
  if (found > file.bytes) refuseLength(key, `more than ${file.bytes} bytes`, file.bytes);
  if (found < file.bytes) refuseLength(key, `${found} bytes`, file.bytes);
  requireDigest(key, await digest.finish(), file.sha256);
}

/** The bytes of a file of a release. @throws KanjoError those of `copyBlob` */
export async function readBlob(
  store: ModelStore,
  file: BlobFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(file.bytes);
  await copyBlob(store, file, (offset, piece) => bytes.set(piece, offset));
  return bytes;
}

async function openObject(store: ModelStore, key: string): Promise<StoredObject | null> {
  try {
    return await store.read(key);
  } catch (cause) {
    throw unreadable(key, cause);
  }
}

/** How many bytes there are, or a number past `limit` as soon as there are more; those are not passed on. */
async function readPieces(
  key: string,
  { body }: StoredObject,
  limit: number,
  take: (offset: number, piece: Uint8Array<ArrayBuffer>) => Promise<void> | void,
): Promise<number> {
  const reader = body.getReader({ mode: "byob" });
  let buffer = new ArrayBuffer(PIECE_BYTES);
  let offset = 0;
  try {
    for (;;) {
      const piece = await readPiece(key, reader, buffer);
      if (piece === null || offset + piece.byteLength > limit) {
        return offset + (piece?.byteLength ?? 0);
      }
      await take(offset, piece);
      offset += piece.byteLength;
      buffer = piece.buffer;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Fills the buffer as far as bytes are there, and it moves to the piece; null at the end. */
async function readPiece(
  key: string,
  reader: ReadableStreamBYOBReader,
  buffer: ArrayBuffer,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const { value } = await reader.read(new Uint8Array(buffer));
    return value === undefined || value.byteLength === 0 ? null : value;
  } catch (cause) {
    throw unreadable(key, cause);
  }
}

const PUBLISH_AGAIN = "Publish the release again, or promote another version.";

function refuseMissing(key: string): never {
  throw new KanjoError("object-missing", `"${key}" does not exist`, { hint: PUBLISH_AGAIN });
}

function refuseLength(key: string, found: string, expected: number): never {
  throw new KanjoError("object-length-mismatch", `"${key}" has ${found}, expected ${expected}`, {
    hint: PUBLISH_AGAIN,
  });
}

function requireDigest(key: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new KanjoError(
    "object-digest-mismatch",
    `"${key}" has SHA-256 ${found}, expected ${expected}`,
    { hint: PUBLISH_AGAIN },
  );
}

function unreadable(key: string, cause: unknown): KanjoError {
  return new KanjoError("store-unreadable", `"${key}" cannot be read: ${messageOf(cause)}`, {
    cause,
  });
}
