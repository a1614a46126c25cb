import { expect, test } from "vitest";

import { readVerified } from "./read-object.ts";

/** SHA-256 of "abc" (FIPS 180-2, appendix B.1). */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

const abc = { read: async () => new Uint8Array([0x61, 0x62, 0x63]) };

test("bytes of the expected length and digest are read", async () => {
  expect(await readVerified(abc, "key", { bytes: 3, sha256: ABC })).toHaveLength(3);
});

test.each([
  [{ bytes: 4, sha256: ABC }, "object-length-mismatch", '"key" has 3 bytes, expected 4'],
  [{ sha256: "0".repeat(64) }, "object-digest-mismatch", `"key" has SHA-256 ${ABC}, expected 000`],
])("bytes that are not %o are refused", async (expected, code, message) => {
  await expect(readVerified(abc, "key", expected)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test("a store that fails is an error that names the key and keeps the cause", async () => {
  const cause = new Error("connection lost");
  const store = { read: () => Promise.reject(cause) };
  await expect(readVerified(store, "key", { sha256: ABC })).rejects.toMatchObject({
    code: "store-unreadable",
    message: '"key" cannot be read: connection lost',
    cause,
  });
});
