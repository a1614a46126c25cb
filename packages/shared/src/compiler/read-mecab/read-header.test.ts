import { describe, expect, test } from "vitest";

import { SMALL_DICTIONARY, writeMecabFiles } from "../../../test/fixtures/mecab-files.ts";
import { type DictionaryFileName, readSections } from "./read-header.ts";

const FILES = writeMecabFiles(SMALL_DICTIONARY);
const CHARSET_OFFSET = 40;

test("cuts a dictionary into its sections", () => {
  const sections = readSections("sys.dic", FILES["sys.dic"]);
  expect(sections).toMatchObject({ leftSize: 3, rightSize: 3, entryCount: 7 });
  expect(sections.tokens.length).toBe(7 * 16);
  expect(sections.doubleArray.byteOffset).toBe(72);
  expect(sections.tokens.byteOffset).toBe(72 + sections.doubleArray.length);
});

test.each(["utf8", "UTF8", "utf-8", "UTF-8", "utf_8", "Utf-8"])("takes %s for UTF-8", (charset) => {
  expect(readSections("sys.dic", writeCharset(charset)).entryCount).toBe(7);
});

test.each(["EUC-JP", "euc-jp", "Shift_JIS", "utf-16le", "utf8mb4", ""])(
  'refuses the charset "%s" and says where to get UTF-8',
  (charset) => {
    expect(() => readSections("sys.dic", writeCharset(charset))).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: `sys.dic: charset "${charset}" at byte 40, expected UTF-8`,
        hint: expect.stringContaining("mecab-dict-index -t utf-8"),
      }),
    );
  },
);

describe("refuses", () => {
  const { length } = FILES["sys.dic"];
  const doubleArrayBytes = readSections("sys.dic", FILES["sys.dic"]).doubleArray.length;
  const featureBytes = length - 72 - doubleArrayBytes - 7 * 16;

  test.each<[string, DictionaryFileName, Uint8Array, string]>([
    ["another magic number", "sys.dic", patchNumber(0, 0x12345678), "magic number 0x12345678 ("],
    ["another version", "sys.dic", patchNumber(4, 101), "version 101 at byte 4, expected 102"],
    ["a user dictionary", "sys.dic", patchNumber(8, 1), "dictionary type 1 at byte 8, expected 0"],
    ["unk.dic as sys.dic", "sys.dic", FILES["unk.dic"], "dictionary type 2 at byte 8, expected 0"],
    ["sys.dic as unk.dic", "unk.dic", FILES["sys.dic"], "dictionary type 0 at byte 8, expected 2"],
    ["matrix.bin as sys.dic", "sys.dic", FILES["matrix.bin"], "the file ends at byte 22"],
    ["char.bin as sys.dic", "sys.dic", FILES["char.bin"], "magic number 0x00000005 ("],
    ["an unreadable charset", "sys.dic", patchNumber(40, 0x80018001), "charset [01 80 01 80] at"],
    ["no double array", "sys.dic", patchNumber(24, 0), "double array of 0 bytes at byte 24"],
    [
      "a piece of a unit",
      "sys.dic",
      patchNumber(24, doubleArrayBytes - 4),
      `double array of ${doubleArrayBytes - 4} bytes`,
    ],
    ["other tokens than entries", "sys.dic", patchNumber(12, 6), "tokens of 112 bytes at byte 28"],
    ["other entries than tokens", "sys.dic", patchNumber(28, 96), "tokens of 96 bytes at byte 28"],
    [
      "sections that are too short",
      "sys.dic",
      patchNumber(32, featureBytes - 1),
      `sections of ${length - 1} bytes together at byte 24, expected the file's ${length}`,
    ],
    [
      "sections that are too long",
      "sys.dic",
      patchNumber(24, doubleArrayBytes + 8),
      `sections of ${length + 8} bytes together`,
    ],
    ["sections beyond 32 bits", "sys.dic", patchNumber(24, 0xfffffff8), "bytes together"],
  ])("%s", (_, file, bytes, message) => {
    expect(() => readSections(file, bytes)).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: expect.stringContaining(message),
      }),
    );
  });
});

function patchNumber(offset: number, number: number): Uint8Array {
  const patched = FILES["sys.dic"].slice();
  new DataView(patched.buffer).setUint32(offset, number, true);
  return patched;
}

function writeCharset(charset: string): Uint8Array {
  const patched = FILES["sys.dic"].slice();
  patched.fill(0, CHARSET_OFFSET, CHARSET_OFFSET + 32);
  patched.set(new TextEncoder().encode(charset), CHARSET_OFFSET);
  return patched;
}
