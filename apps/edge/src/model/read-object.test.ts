import { sha256 } from "@kanjo/shared/digest";
import { blobKey } from "@kanjo/shared/manifest/keys";
import { describe, expect, test } from "vitest";

import { storeBytes } from "../../test/support/stored-object.ts";
import type { StoredObject } from "../model-store/model-store.ts";
import {
  copyBlob,
  MAX_DOCUMENT_BYTES,
  readBlob,
  readDocument,
  readVerifiedDocument,
} from "./read-object.ts";

/** SHA-256 of "abc" (FIPS 180-2, appendix B.1). */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const KEY = blobKey(ABC);
const abc = new Uint8Array([0x61, 0x62, 0x63]);

function storeOf(object: StoredObject | null): { read: () => Promise<StoredObject | null> } {
  return { read: async () => object };
}

/** As a store that says how long the object is and then sends this. */
function claim(bytes: number | null, sent: Uint8Array<ArrayBuffer>): StoredObject {
  return { ...storeBytes(sent), bytes };
}

describe("a file of a release", () => {
  test("is read when its length and digest are the expected ones", async () => {
    expect(await readBlob(storeOf(storeBytes(abc)), { bytes: 3, sha256: ABC })).toEqual(abc);
  });

  test("of many pieces arrives in order, each where the one before ended", async () => {
    const bytes = Uint8Array.from({ length: 3_000_001 }, (_, index) => (index * 31) % 251);
    const copy = new Uint8Array(bytes.byteLength);
    let next = 0;
    const file = { bytes: bytes.byteLength, sha256: await sha256(bytes) };
    await copyBlob(storeOf(storeBytes(bytes)), file, (offset, piece) => {
      expect(offset).toBe(next);
      next += piece.byteLength;
      copy.set(piece, offset);
    });
    expect(await sha256(copy)).toBe(file.sha256);
  });

  test.each([
    ["another length, by what the store says", claim(4, abc), "4 bytes, expected 3"],
    ["a body that is too short", claim(3, abc.slice(1)), "2 bytes, expected 3"],
    ["a body that is too long", claim(3, new Uint8Array(5)), "more than 3 bytes, expected 3"],
    ["a body that is too long, of no stated length", claim(null, new Uint8Array(5)), "more than 3"],
  ])("is refused for %s", async (_, object, finding) => {
    await expect(readBlob(storeOf(object), { bytes: 3, sha256: ABC })).rejects.toMatchObject({
      code: "object-length-mismatch",
      message: expect.stringContaining(`"${KEY}" has ${finding}`),
    });
  });

  test("is refused for other bytes of the right length", async () => {
    const store = storeOf(storeBytes(new Uint8Array([0x61, 0x62, 0x64])));
    await expect(readBlob(store, { bytes: 3, sha256: ABC })).rejects.toMatchObject({
      code: "object-digest-mismatch",
      message: expect.stringContaining(`expected ${ABC}`),
    });
  });

  test("is refused when it does not exist", async () => {
    await expect(readBlob(storeOf(null), { bytes: 3, sha256: ABC })).rejects.toMatchObject({
      code: "object-missing",
      message: `"${KEY}" does not exist`,
    });
  });

  test("is not passed on past its length", async () => {
    const taken: number[] = [];
    const file = { bytes: 3, sha256: ABC };
    const copying = copyBlob(
      storeOf(claim(null, new Uint8Array(2 ** 20))),
      file,
      (offset, piece) => {
        taken.push(offset + piece.byteLength);
      },
    );
    await expect(copying).rejects.toMatchObject({ code: "object-length-mismatch" });
    expect(taken).toEqual([]);
  });

  test("whose body breaks off is an error that names the key and keeps the cause", async () => {
    const cause = new Error("connection lost");
    const { readable: body, writable } = new IdentityTransformStream();
    void writable.abort(cause);
    const store = storeOf({ bytes: 3, body });
    await expect(readBlob(store, { bytes: 3, sha256: ABC })).rejects.toMatchObject({
      code: "store-unreadable",
      message: `"${KEY}" cannot be read: connection lost`,
    });
  });
});

describe("a document", () => {
  test("is read whatever its length is", async () => {
    expect(await readDocument(storeOf(claim(null, abc)), "key")).toEqual(abc);
    expect(await readVerifiedDocument(storeOf(storeBytes(abc)), "key", ABC)).toEqual(abc);
  });

  test("that does not exist is null", async () => {
    expect(await readDocument(storeOf(null), "key")).toBeNull();
  });

  test("of another digest is refused", async () => {
    const reading = readVerifiedDocument(storeOf(storeBytes(abc)), "key", "0".repeat(64));
    await expect(reading).rejects.toMatchObject({
      code: "object-digest-mismatch",
      message: expect.stringContaining(`"key" has SHA-256 ${ABC}, expected 000`),
    });
  });

  test("that is no document is refused before it fills the memory", async () => {
    const store = storeOf(storeBytes(new Uint8Array(MAX_DOCUMENT_BYTES + 1)));
    await expect(readDocument(store, "key")).rejects.toMatchObject({ code: "object-too-large" });
  });

  test("of a store that fails is an error that names the key and keeps the cause", async () => {
    const cause = new Error("connection lost");
    const store = { read: () => Promise.reject(cause) };
    await expect(readDocument(store, "key")).rejects.toMatchObject({
      code: "store-unreadable",
      message: '"key" cannot be read: connection lost',
      cause,
    });
  });
});
