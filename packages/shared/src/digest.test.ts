import { expect, test } from "vitest";

import { Sha256, sha256 } from "./digest.ts";

test.each([
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
])("SHA-256 of %j is the one that FIPS 180-2 publishes", async (text, expected) => {
  const digest = await sha256(new TextEncoder().encode(text));
  expect(digest).toBe(expected);
  expect(Sha256.parse(digest)).toBe(expected);
});

test.each([
  ["upper case", "A".repeat(64)],
  ["too short", "a".repeat(63)],
  ["too long", "a".repeat(65)],
  ["no hexadecimal digit", "g".repeat(64)],
  ["a line break at the end", `${"a".repeat(64)}\n`],
])("a digest is refused for %s", (_name, text) => {
  expect(Sha256.safeParse(text).success).toBe(false);
});
