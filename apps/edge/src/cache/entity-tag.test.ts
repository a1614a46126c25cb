import { expect, test } from "vitest";

import { createEntityTag, isNamedIn } from "./entity-tag.ts";

const TAG = createEntityTag("0123456789abcdef".repeat(4));
const OPAQUE = '"0123456789abcdef0123456789abcdef"';

test("a tag is weak and has 128 bits of the digest", () => {
  expect(TAG).toBe(`W/${OPAQUE}`);
});

test.each([
  [TAG, true],
  [OPAQUE, true],
  ["*", true],
  [" * ", true],
  [`"other", ${TAG}`, true],
  [`W/"a,b",${OPAQUE}`, true],
  ["", false],
  ['"other"', false],
  [OPAQUE.slice(1, -1), false],
  [`"x${OPAQUE.slice(1)}`, false],
  ['""', false],
])("If-None-Match: %s names it: %s", (header, isNamed) => {
  expect(isNamedIn(header, TAG)).toBe(isNamed);
});

test("without the header it is not named", () => {
  expect(isNamedIn(null, TAG)).toBe(false);
});
