import { describe, expect, test } from "vitest";

import { SMALL_DICTIONARY, writeMecabFiles } from "../../../test/fixtures/mecab-files.ts";
import { KanjoError } from "../../error.ts";
import { readCharacters } from "./read-characters.ts";

const BYTES = writeMecabFiles(SMALL_DICTIONARY)["char.bin"];
const CATEGORIES = ["DEFAULT", "SPACE", "ALPHA", "HIRAGANA", "KANJI"];
const TABLE_START = 4 + 32 * CATEGORIES.length;

test("reads the categories and the bits of each character", () => {
  const { categories, info } = readCharacters(BYTES);
  expect(categories).toEqual(CATEGORIES);
  expect(info.length).toBe(0x10000);
  expect(info[0x61]).toBe(0b11_0000_00000010_00_0000_0000_0000_0100 >>> 0);
  expect(info[0x3042]).toBe((1 << 3) | (3 << 18) | (2 << 26) | (1 << 30));
});

test("has no bits for U+FFFF, which the file has no place for", () => {
  const { info } = readCharacters(patchBytes(TABLE_START, [9, 8, 7, 6 << 2]));
  expect(info[0xffff]).toBe(0);
  expect(info[0xfffe]).toBe((1 << 30) | 1);
});

test("reads names of 31 bytes, and tables that begin at an odd place", () => {
  const bytes = patchBytes(4 + 32, new TextEncoder().encode("A".repeat(31)));
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(readCharacters(shifted.subarray(1))).toEqual({
    categories: CATEGORIES.with(1, "A".repeat(31)),
    info: readCharacters(BYTES).info,
  });
});

describe("refuses", () => {
  test.each([
    ["no categories", patchBytes(0, [0]), "0 categories at byte 0, expected 1 to 18"],
    ["more than have a bit", patchBytes(0, [19]), "19 categories at byte 0, expected 1 to 18"],
    ["another number of them", patchBytes(0, [4]), "4 categories at byte 0, expected those of"],
    ["a cut table", BYTES.slice(0, -4), "expected those of 262300 bytes (5 take 262304)"],
    ["a file of nothing", new Uint8Array(), "the file ends at byte 0"],
    ["a count cut off", BYTES.slice(0, 3), "the file ends at byte 3"],
    ["a name of nothing", patchBytes(4 + 32, [0]), "the category name [] at byte 36"],
    [
      "a name twice",
      patchBytes(4 + 32, new TextEncoder().encode("DEFAULT")),
      "[44 45 46 41 55 4c 54] at",
    ],
    ["a name in another charset", patchBytes(4 + 32, [0xb6, 0xf5]), "[b6 f5 41 43 45] at byte 36"],
    [
      "a category that there is not",
      patchBytes(TABLE_START + 4 * 0x3042, [0, 0, 5 << 2, 0]),
      `category 5 for U+3042 at byte ${TABLE_START + 4 * 0x3042}, expected one of the 5, 0 to 4`,
    ],
  ])("%s", (_, bytes, message) => {
    expect(() => readCharacters(bytes)).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: expect.stringContaining(message),
      }),
    );
  });

  test("every length that is not the file's own", () => {
    const accepted = Array.from({ length: 3_000 }, (_, length) => length).filter((length) => {
      return isAccepted(BYTES.subarray(0, length)) || isAccepted(BYTES.subarray(0, -length - 1));
    });
    expect(accepted).toEqual([]);
  });
});

function patchBytes(offset: number, bytes: ArrayLike<number>): Uint8Array {
  const patched = BYTES.slice();
  patched.set(bytes, offset);
  return patched;
}

function isAccepted(bytes: Uint8Array): boolean {
  try {
    readCharacters(bytes);
    return true;
  } catch (error) {
    if (error instanceof KanjoError && error.code === "mecab-file-invalid") return false;
    throw error;
  }
}
