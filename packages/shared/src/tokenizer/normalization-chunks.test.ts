import * as fc from "fast-check";
import { expect, test } from "vitest";

import { endOfChunk, isStableUnit } from "./normalization-chunks.ts";

const BLOCK = 0x1000;
const TIMEOUT_MS = 60_000;

test.each([
  ["a letter", "a"],
  ["a kana", "か"],
  ["a Hangul consonant", "\u1100"],
  ["a Hangul syllable", "\uac00"],
  ["a kana and a mark of the highest class", "か\u0345"],
])(
  "chunks join to the whole's NFKC for every code point after %s",
  { timeout: TIMEOUT_MS },
  (_name, prefix) => {
    const blocks = Array.from({ length: 0x110000 / BLOCK }, (_, index) => index * BLOCK);
    const wrong = blocks.filter((first) => {
      const characters = listCharacters(first, first + BLOCK);
      const text = characters.map((character) => prefix + character).join("");
      return normalizeByChunks(text) !== text.normalize("NFKC");
    });
    expect(wrong).toEqual([]);
  },
);

test(
  "whatever can be the second part of a canonical composition attaches",
  () => {
    const seconds = new Set(
      listCharacters(0, 0x110000).flatMap((character) =>
        Array.from(character.normalize("NFD")).slice(1),
      ),
    );
    expect(seconds.size).toBeGreaterThan(100);
    const detached = [...seconds].filter((second) => endOfChunk(`a${second}`, 0) === 1);
    expect(detached).toEqual([]);
  },
  TIMEOUT_MS,
);

test("chunks join to the whole's NFKC for any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
      expect(normalizeByChunks(text)).toBe(text.normalize("NFKC"));
    }),
  );
});

test.each([
  ["a kana and its mark", "か\u3099い", 2],
  ["a kana and its half-width mark", "かﾞい", 2],
  ["a base, two marks and nothing more", "e\u0323\u0307a", 3],
  ["a surrogate pair and a variation selector", "葛\u{e0100}城", 3],
  ["Hangul jamo", "\u1100\u1161\u11a8\u1100", 3],
  ["one character", "いう", 1],
  ["one character outside the BMP", "𠮷野", 2],
])("a chunk is %s", (_name, text, end) => {
  expect(endOfChunk(text, 0)).toBe(end);
});

test.each([
  ["a kana", "か", true],
  ["a full-width letter", "Ａ", false],
  ["a mark", "\u3099", false],
  ["a character outside the BMP", "𠮷", false],
])("%s alone is a stable unit: %s %s", (_name, text, stable) => {
  expect(isStableUnit(text, 0, endOfChunk(text, 0))).toBe(stable);
});

function normalizeByChunks(text: string): string {
  const chunks: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfChunk(text, start);
    chunks.push(text.slice(start, end).normalize("NFKC"));
    start = end;
  }
  return chunks.join("");
}

/** Characters of a range of code points, without the surrogates. */
function listCharacters(first: number, limit: number): string[] {
  return Array.from({ length: limit - first }, (_, index) => first + index)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint));
}
