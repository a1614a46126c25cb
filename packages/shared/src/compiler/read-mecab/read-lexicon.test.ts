import { describe, expect, test } from "vitest";

import { type DoubleArrayKey, writeDoubleArray } from "../../../test/fixtures/double-array.ts";
import type { DictionarySections } from "./read-header.ts";
import { readLexicon } from "./read-lexicon.ts";

const NEGATIVE_COST = 0x10000 - 7;

test("gives each surface its entries in the file's order", () => {
  const keys = [key("か", 2, 1), key("𠮷", 3, 1), key("あ", 0, 2)];
  const tokens = [
    [1, 2, 99, 30],
    [3, 4, 99, NEGATIVE_COST],
    [5, 6, 99, 32],
    [7, 8, 99, 33],
  ];
  expect(readLexicon("sys.dic", makeSections(keys, tokens))).toEqual({
    surfaces: ["あ", "か", "𠮷"],
    firstEntry: Uint32Array.of(0, 2, 3, 4),
    leftIds: Uint16Array.of(1, 3, 5, 7),
    rightIds: Uint16Array.of(2, 4, 6, 8),
    costs: Int16Array.of(30, -7, 32, 33),
  });
});

test("reads 255 entries of one surface, the most that there can be", () => {
  const sections = makeSections([key("a", 0, 255), key("b", 255, 1)], makeTokens(256));
  expect([...readLexicon("sys.dic", sections).firstEntry]).toEqual([0, 255, 256]);
});

test("keeps a byte order mark", () => {
  const sections = makeSections([key("\ufeff", 0, 1), key("\ufeffa", 1, 1)], makeTokens(2));
  expect(readLexicon("sys.dic", sections).surfaces).toEqual(["\ufeff", "\ufeffa"]);
});

describe("refuses", () => {
  const TWO = [key("a", 0, 1), key("b", 1, 1)];
  test.each([
    [
      "a surface without entries",
      [key("a", 0, 0)],
      0,
      "0 entries from number 0 on for the surface 0",
    ],
    ["entries of no surface before", [key("a", 1, 1)], 2, "1 entries from number 1 on"],
    ["entries of no surface between", [...TWO.slice(0, 1), key("b", 2, 1)], 3, "from number 2 on"],
    ["entries of two surfaces", [key("a", 0, 2), key("b", 1, 1)], 2, "1 entries from number 1 on"],
    ["entries of no surface after", TWO, 3, "3 entries at byte 12, expected the 2"],
    ["more entries than there are", TWO, 1, "1 entries from number 1 on for the surface 1"],
    ["a Latin-1 surface", [rawKey([0x61, 0xe9], 0)], 1, "the surface [61 e9] at byte"],
    [
      "a cut character",
      [key("あ", 0, 1), rawKey([0xe3, 0x82], 1)],
      2,
      "the surface [e3 82] at byte",
    ],
    [
      "a surrogate",
      [key("a", 0, 1), rawKey([0xed, 0xa0, 0x80], 1)],
      2,
      "the surface [ed a0 80] at",
    ],
  ])("%s", (_, keys, entryCount, message) => {
    const sections = makeSections(keys, makeTokens(entryCount));
    expect(() => readLexicon("unk.dic", sections)).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("a surface that ends amid a character, with a word what to do", () => {
    expect(() => readLexicon("sys.dic", makeSections([rawKey([0xe3], 0)], makeTokens(1)))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("remove its line") }),
    );
  });

  test("what MeCab makes of 256 entries of one surface, with a word why", () => {
    const overflown = { ...key("a", 0, 0), value: 256 };
    expect(() => readLexicon("sys.dic", makeSections([overflown], makeTokens(256)))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("255 entries of a surface") }),
    );
  });
});

function key(text: string, first: number, count: number): DoubleArrayKey {
  return { bytes: new TextEncoder().encode(text), value: 256 * first + count };
}

function rawKey(bytes: readonly number[], first: number): DoubleArrayKey {
  return { bytes: Uint8Array.from(bytes), value: 256 * first + 1 };
}

function makeTokens(count: number): number[][] {
  return Array.from({ length: count }, () => []);
}

function makeSections(
  keys: readonly DoubleArrayKey[],
  tokens: readonly (readonly number[])[],
): DictionarySections {
  const fields = new Uint16Array(8 * tokens.length);
  tokens.forEach((token, entry) => fields.set(token, 8 * entry));
  return {
    leftSize: 10,
    rightSize: 10,
    entryCount: tokens.length,
    doubleArray: new Uint8Array(writeDoubleArray(keys).buffer),
    tokens: new Uint8Array(fields.buffer),
  };
}
