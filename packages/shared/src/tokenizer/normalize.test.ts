import * as fc from "fast-check";
import { expect, test } from "vitest";

import { normalizeWithOffsets } from "./normalize.ts";

test.each([
  ["text that NFKC leaves alone", "か𠮷a", ["か 0-1", "𠮷 1-3", "a 3-4"]],
  ["one to many", "a㌔b", ["a 0-1", "キ 1-2", "ロ 1-2", "b 2-3"]],
  ["many to one", "ｶﾞＡ", ["ガ 0-2", "A 2-3"]],
  ["a pair that becomes one unit", "𝐀Ａ", ["A 0-2", "A 2-3"]],
  ["a pair beside a change", "𠮷Ａ𠮷", ["𠮷 0-2", "A 2-3", "𠮷 3-5"]],
  ["marks that change places", "e\u0307\u0323x", ["ẹ 0-3", "\u0307 0-3", "x 3-4"]],
  ["a mark that nothing changes", "い\u3099Ａ", ["い 0-1", "\u3099 1-2", "A 2-3"]],
])("maps %s", (_name, original, expected) => {
  expect(listOrigins(original)).toEqual(expected);
});

test("the text is the NFKC, and its origins cover the original in order", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (original) => {
      const normalized = normalizeWithOffsets(original);
      expect(normalized.text).toBe(original.normalize("NFKC"));
      let covered = 0;
      for (const { start, end } of findOrigins(original)) {
        expect(start).toBeLessThanOrEqual(covered);
        covered = end;
      }
      expect(covered).toBe(original.length);
    }),
  );
});

function listOrigins(original: string): string[] {
  return findOrigins(original).map(({ character, start, end }) => `${character} ${start}-${end}`);
}

function findOrigins(original: string) {
  const normalized = normalizeWithOffsets(original);
  let index = 0;
  return Array.from(normalized.text, (character) => {
    const start = normalized.originalStart(index);
    index += character.length;
    return { character, start, end: normalized.originalEnd(index) };
  });
}
