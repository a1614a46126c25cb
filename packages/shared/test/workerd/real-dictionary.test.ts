/** The real dictionaries in workerd, against the words that MeCab gave in Python. */
import { expect, inject, test } from "vitest";

import { findDiffering } from "../fixtures/find-differing.ts";

const expected = inject("expectedWords");

test.skipIf(expected.length === 0)("there are texts to compare", () => {
  for (const { texts } of expected) expect(texts.length).toBeGreaterThan(2_000);
});

test.for(expected)("$name cuts as MeCab does", (words) => {
  expect(findDiffering(words)).toEqual([]);
});
