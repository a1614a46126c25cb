/**
 * Reads `char.bin` (MeCab's `char_property.cpp`): the number of categories, their
 * names in 32 bytes each, and a word of bits for each of the characters U+0000 to
 * U+FFFE. For U+FFFF MeCab reads behind the end of the file, where its page of
 * memory goes on with zeros: no category in common with any character, nor with
 * another U+FFFF, and the first category's unknown words.
 */
import type { CharacterDefinition } from "../mecab-source.ts";
import { cutAtNul, decodeUtf8, formatHex, viewUint32 } from "./read-bytes.ts";
import { refuseFile } from "./refuse-file.ts";

const FILE = "char.bin";
const COUNT_BYTES = 4;
const NAME_BYTES = 32;
const CHARACTER_COUNT = 0xffff;

/** `type` has a bit for each of them. */
const MAX_CATEGORIES = 18;

/** @throws KanjoError `mecab-file-invalid` when the length, a name or a character's category does not fit */
export function readCharacters(bytes: Uint8Array): CharacterDefinition {
  const categoryCount = readCategoryCount(bytes);
  const tableStart = COUNT_BYTES + NAME_BYTES * categoryCount;
  const categories = readNames(bytes.subarray(COUNT_BYTES, tableStart));
  const table = viewUint32(bytes.subarray(tableStart));
  checkDefaultTypes(table, categoryCount, tableStart);
  const info = new Uint32Array(CHARACTER_COUNT + 1);
  info.set(table);
  return { categories, info };
}

function readCategoryCount(bytes: Uint8Array): number {
  if (bytes.length < COUNT_BYTES) {
    const expected = "at least the 4 bytes of a number of categories";
    refuseFile(FILE, { offset: bytes.length, found: "the file ends", expected });
  }
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const found = `${count} categories`;
  if (count === 0 || count > MAX_CATEGORIES) {
    refuseFile(FILE, { offset: 0, found, expected: `1 to ${MAX_CATEGORIES}` });
  }
  const expectedBytes = COUNT_BYTES + NAME_BYTES * count + 4 * CHARACTER_COUNT;
  if (expectedBytes !== bytes.length) {
    const expected = `those of ${bytes.length} bytes (${count} take ${expectedBytes})`;
    refuseFile(FILE, { offset: 0, found, expected });
  }
  return count;
}

function readNames(bytes: Uint8Array): string[] {
  const names: string[] = [];
  for (let start = 0; start < bytes.length; start += NAME_BYTES) {
    const name = cutAtNul(bytes.subarray(start, start + NAME_BYTES));
    const text = decodeUtf8(name);
    if (text === undefined || text === "" || names.includes(text)) {
      const found = `the category name ${formatHex(name)}`;
      const expected = "UTF-8 that is not empty and no other category's name";
      refuseFile(FILE, { offset: COUNT_BYTES + start, found, expected });
    }
    names.push(text);
  }
  return names;
}

function checkDefaultTypes(table: Uint32Array, categoryCount: number, tableStart: number): void {
  const character = table.findIndex((info) => ((info >>> 18) & 0xff) >= categoryCount);
  if (character === -1) return;
  const category = ((table[character] ?? 0) >>> 18) & 0xff;
  const codePoint = character.toString(16).toUpperCase().padStart(4, "0");
  refuseFile(FILE, {
    offset: tableStart + 4 * character,
    found: `category ${category} for U+${codePoint}`,
    expected: `one of the ${categoryCount}, 0 to ${categoryCount - 1}`,
  });
}
