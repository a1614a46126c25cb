import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryMecab } from "../../../test/fixtures/arbitrary-mecab.ts";
import {
  makeSource,
  type MecabDescription,
  SMALL_DICTIONARY,
  writeMecabFiles,
} from "../../../test/fixtures/mecab-files.ts";
import { KanjoError } from "../../error.ts";
import type { Lexicon, MecabSource } from "../mecab-source.ts";
import { type MecabFiles, readMecabSource } from "./read-mecab-source.ts";

const FILES = writeMecabFiles(SMALL_DICTIONARY);
const MAGIC = 0xef718f77;

test("reads the files of a dictionary as what it was made of", () => {
  expect(readMecabSource(FILES)).toEqual(makeSource(SMALL_DICTIONARY));
});

test("reads the files of any dictionary as what it was made of", () => {
  fc.assert(
    fc.property(arbitraryMecab, (description) => {
      expect(readMecabSource(writeMecabFiles(description))).toEqual(makeSource(description));
    }),
  );
});

test("reads files wherever they lie in a buffer", () => {
  const [sys, unk, matrix, char] = [
    shiftBytes(FILES["sys.dic"], 1),
    shiftBytes(FILES["unk.dic"], 3),
    shiftBytes(FILES["matrix.bin"], 1),
    shiftBytes(FILES["char.bin"], 2),
  ];
  const files = { "sys.dic": sys, "unk.dic": unk, "matrix.bin": matrix, "char.bin": char };
  expect(readMecabSource(files)).toEqual(makeSource(SMALL_DICTIONARY));
});

test("reads a dictionary without words", () => {
  const description = { ...SMALL_DICTIONARY, words: [] };
  expect(readMecabSource(writeMecabFiles(description))).toEqual(makeSource(description));
});

describe("refuses", () => {
  const wideMatrix = SMALL_DICTIONARY.matrix.map((row) => [...row, 0]);
  const highMatrix = [...SMALL_DICTIONARY.matrix, [0, 0, 0]];
  test.each<[string, MecabFiles, string]>([
    [
      "a sys.dic of a wider matrix",
      take("sys.dic", { matrix: wideMatrix }),
      "sys.dic: built for a matrix of 3 x 4 at byte 16, expected the 3 x 3 of",
    ],
    [
      "a sys.dic of a higher matrix",
      take("sys.dic", { matrix: highMatrix }),
      "sys.dic: built for a matrix of 4 x 3 at",
    ],
    [
      "an unk.dic of a wider matrix",
      take("unk.dic", { matrix: wideMatrix }),
      "unk.dic: built for a matrix of 3 x 4 at",
    ],
    [
      "an unk.dic of a higher matrix",
      take("unk.dic", { matrix: highMatrix }),
      "unk.dic: built for a matrix of 4 x 3 at",
    ],
    [
      "a matrix.bin of another dictionary",
      take("matrix.bin", { matrix: wideMatrix }),
      "sys.dic: built for a matrix of 3 x 3 at byte 16, expected the 3 x 4 of",
    ],
    [
      "a category without an entry",
      take("unk.dic", { unknown: SMALL_DICTIONARY.unknown.slice(1) }),
      'unk.dic: no entry for the category "DEFAULT" of char.bin',
    ],
    ["an empty surface", describeFiles({ words: [["", 1, 1, 1]] }), "sys.dic: the empty key"],
    [
      "a surface with a NUL",
      describeFiles({ words: [["a\0", 1, 1, 1]] }),
      "sys.dic: a key with a NUL",
    ],
    [
      "a left id of no column",
      describeFiles({
        words: [
          ["a", 0, 0, 1],
          ["b", 3, 0, 1],
        ],
      }),
      `sys.dic: left id 3 of entry 1 at byte ${tokenOffset(2, 1)}, expected less than 3`,
    ],
    [
      "a right id of no row",
      describeFiles({ words: [["a", 0, 3, 1]] }),
      `sys.dic: right id 3 of entry 0 at byte ${tokenOffset(1, 0) + 2}, expected less than 3`,
    ],
    [
      "an unknown word's left id",
      describeFiles({ unknown: [...SMALL_DICTIONARY.unknown, ["SPACE", 9, 0, 1]] }),
      "unk.dic: left id 9 of entry 6 at",
    ],
    [
      "an unknown word's right id",
      describeFiles({ unknown: [...SMALL_DICTIONARY.unknown, ["SPACE", 0, 9, 1]] }),
      "unk.dic: right id 9 of entry 6 at",
    ],
    [
      "left ids that only fit rows",
      describeFiles({ matrix: highMatrix, words: [["a", 3, 0, 1]] }),
      "sys.dic: left id 3 of",
    ],
    [
      "right ids that only fit columns",
      describeFiles({ matrix: wideMatrix, words: [["a", 0, 3, 1]] }),
      "sys.dic: right id 3 of",
    ],
    [
      "sys.dic for unk.dic",
      { ...FILES, "unk.dic": FILES["sys.dic"] },
      "unk.dic: dictionary type 0",
    ],
    [
      "unk.dic for sys.dic",
      { ...FILES, "sys.dic": FILES["unk.dic"] },
      "sys.dic: dictionary type 2",
    ],
  ])("%s", (_, files, message) => {
    expect(() => readMecabSource(files)).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: expect.stringContaining(message),
        hint: expect.any(String),
      }),
    );
  });
});

test.each(["sys.dic", "unk.dic", "matrix.bin"] as const)(
  "refuses %s at every length but its own",
  (name) => {
    for (let length = 0; length < FILES[name].length; length++) {
      expect(readOrRefuse({ ...FILES, [name]: FILES[name].subarray(0, length) })).toBeUndefined();
    }
  },
);

test("refuses a cut dictionary even if its magic number tells the cut length", () => {
  const whole = FILES["sys.dic"];
  for (let length = 0; length < whole.length; length++) {
    const cut = whole.slice(0, length);
    if (length >= 4) new DataView(cut.buffer).setUint32(0, MAGIC ^ length, true);
    expect(readOrRefuse({ ...FILES, "sys.dic": cut })).toBeUndefined();
  }
});

test("makes a whole dictionary of damaged files or refuses them", () => {
  const name = fc.constantFrom("sys.dic", "unk.dic", "matrix.bin", "char.bin");
  const damage = fc.record({
    name,
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    flip: fc.integer({ min: 1, max: 255 }),
  });
  const outcomes = { whole: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
      const files = structuredClone(FILES);
      for (const { name: own, place, flip } of damages) flipByte(files[own], place, flip);
      const source = readOrRefuse(files);
      if (source !== undefined) expectWhole(source);
      outcomes[source === undefined ? "refused" : "whole"]++;
    }),
    { numRuns: 1_000 },
  );
  expect(outcomes.whole).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
});

test("makes a whole dictionary of damaged surfaces or refuses them", () => {
  const used = listUsedBytes(FILES["sys.dic"]);
  const damage = fc.record({ place: fc.constantFrom(...used), byte: fc.nat({ max: 255 }) });
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      const damaged = FILES["sys.dic"].slice();
      for (const { place, byte } of damages) damaged[place] = byte;
      const source = readOrRefuse({ ...FILES, "sys.dic": damaged });
      if (source !== undefined) expectWhole(source);
    }),
    { numRuns: 1_000 },
  );
});

/** The small dictionary's files with something else described. */
function describeFiles(changes: Partial<MecabDescription>): MecabFiles {
  return writeMecabFiles({ ...SMALL_DICTIONARY, ...changes });
}

/** The small dictionary's files, one of them of something else. */
function take(name: keyof MecabFiles, changes: Partial<MecabDescription>): MecabFiles {
  return { ...FILES, [name]: describeFiles(changes)[name] };
}

/** Where an entry lies in a `sys.dic` of words of one letter. */
function tokenOffset(words: number, entry: number): number {
  const letters = Array.from({ length: words }, (_, index) => String.fromCharCode(0x61 + index));
  const files = describeFiles({ words: letters.map((letter) => [letter, 0, 0, 0]) });
  const doubleArrayBytes = new DataView(files["sys.dic"].buffer).getUint32(24, true);
  return 72 + doubleArrayBytes + 16 * entry;
}

function shiftBytes(bytes: Uint8Array, distance: number): Uint8Array {
  const shifted = new Uint8Array(bytes.length + distance);
  shifted.set(bytes, distance);
  return shifted.subarray(distance);
}

/** The source, or undefined if the files were refused. */
function readOrRefuse(files: MecabFiles): MecabSource | undefined {
  try {
    return readMecabSource(files);
  } catch (error) {
    if (error instanceof KanjoError && error.code === "mecab-file-invalid") return undefined;
    throw error;
  }
}

function flipByte(bytes: Uint8Array, place: number, flip: number): void {
  const index = Math.min(bytes.length - 1, Math.floor(place * bytes.length));
  bytes[index] = (bytes[index] ?? 0) ^ flip;
}

function listUsedBytes(bytes: Uint8Array): number[] {
  return [...bytes.keys()].filter((index) => index >= 72 && bytes[index] !== 0);
}

function expectWhole({ lexicon, unknown, matrix, characters }: MecabSource): void {
  for (const own of [lexicon, unknown]) {
    expectEntries(own);
    expect(Math.max(-1, ...own.leftIds)).toBeLessThan(matrix.rightSize);
    expect(Math.max(-1, ...own.rightIds)).toBeLessThan(matrix.leftSize);
  }
  expect(matrix.costs.length).toBe(matrix.leftSize * matrix.rightSize);
  expect(unknown.surfaces).toEqual(expect.arrayContaining([...characters.categories]));
  const types = characters.info.map((info) => (info >>> 18) & 0xff);
  expect(types.every((type) => type < characters.categories.length)).toBe(true);
  expect(characters.info[0xffff]).toBe(0);
}

function expectEntries({ surfaces, firstEntry, leftIds, rightIds, costs }: Lexicon): void {
  expect(surfaces.every((surface) => surface !== "" && !surface.includes("\0"))).toBe(true);
  expect(new Set(surfaces).size).toBe(surfaces.length);
  expect(firstEntry[0]).toBe(0);
  expect(
    firstEntry.every((first, index) => index === 0 || first > (firstEntry[index - 1] ?? 0)),
  ).toBe(true);
  expect([firstEntry.at(-1), leftIds.length, rightIds.length]).toEqual(Array(3).fill(costs.length));
}
