import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { SMALL_DICTIONARY } from "../../test/fixtures/mecab-files.ts";
import { compileTiny } from "../../test/fixtures/tiny-dictionary.ts";
import { KanjoError } from "../error.ts";
import { openDictionary, verifyDictionary } from "./dictionary.ts";
import { writeDictionaryFile } from "./dictionary-file.ts";

const TEXT = "すもももももももものうち abc 東京𠮷\t";
const PREAMBLE_BYTES = 16;

interface Header {
  readonly info: Record<string, unknown>;
  readonly sha256: string;
  readonly parts: [string, string, number, number][];
}

let file: Uint8Array<ArrayBuffer>;
let header: Header;
let payload: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  file = await compileTiny(SMALL_DICTIONARY, [TEXT]);
  const end = PREAMBLE_BYTES + new DataView(file.buffer).getUint32(12, true);
  header = JSON.parse(new TextDecoder().decode(file.subarray(PREAMBLE_BYTES, end)));
  payload = file.slice(Math.ceil(end / 8) * 8);
});

test("a sound file is verified and opened", async () => {
  await expect(verifyDictionary(file)).resolves.toBeUndefined();
  expect(openDictionary(file).segment(TEXT).length).toBeGreaterThan(5);
  expect(openDictionary(join(header)).segment(TEXT).length).toBeGreaterThan(5);
});

describe("a damaged file is refused:", () => {
  test.each([
    ["nothing", () => new Uint8Array(), 'its first bytes are ""'],
    ["something else", () => new TextEncoder().encode("PK\u0003\u0004"), "expected KANJODIC"],
    ["its magic alone", () => file.slice(0, 8), "it ends after 8 bytes"],
    ["a part of its header", () => file.slice(0, 40), "its header ends at byte"],
    ["a header that is no JSON", () => patch(PREAMBLE_BYTES, 0x5d), "its header is not JSON"],
    ["a header of something else", () => join({ ...header, parts: 3 }), "its header lacks"],
    ["a header without info", () => join({ ...header, info: null }), "its header lacks"],
    ["no parts", () => join({ ...header, parts: [] }), "it has no part labels of type u16"],
    [
      "a part of another type",
      () => changePart("labels", { 1: "u8" }),
      "no part labels of type u16",
    ],
    ["a part outside", () => changePart("labels", { 2: 1 << 30 }), "its part labels ends at byte"],
    ["a part before the others", () => changePart("labels", { 2: -8 }), "its part labels ends"],
    ["a part askew", () => changePart("labels", { 2: 4 }), "its part labels ends at byte"],
    ["a part of no length", () => changePart("labels", { 3: -1 }), "its part labels ends at byte"],
    ["a shorter trie", () => changePart("labels", { 3: 2 }), "its trie has"],
    ["fewer entries", () => changePart("pairs", { 3: 2 }), "its 2 entries and 7 costs"],
    ["less code", () => changePart("code", { 3: 2 }), "its connection matrix has 2 bytes of code"],
    ["more rows", () => changeInfo({ rows: 1 << 30 }), "expected those of 1073741824 rows"],
    ["no rows", () => changeInfo({ rows: 0 }), "its connection matrix has 0 rows"],
    ["no columns", () => changeInfo({ columns: 0 }), "rows, 0 columns"],
    ["no border", () => changePart("border", { 3: 1 }), "its border is at"],
    ["fewer rows of pairs", () => changePart("pairRows", { 3: 1 }), "1 of its pairs have rows"],
    ["pairs of other rows", () => fillPart("pairRows", 0xff), "a pair has a row beyond"],
    ["pairs of other columns", () => fillPart("pairColumns", 0xff), "a pair has a column beyond"],
    ["a border elsewhere", () => fillPart("border", 0x7f), "its border is at 32639, 32639"],
    ["fewer characters", () => changePart("classes", { 3: 9 }), "9 characters have a class"],
    ["characters of other classes", () => fillPart("classes", 0xff), "a character has a class"],
    ["no unknown words", () => fillPart("firstUnknown", 0), "its entries of unknown words"],
    ["unknown words of other pairs", () => fillPart("unknownPairs", 0xff), "an unknown word has"],
    ["fewer codes", () => changePart("codeLengths", { 3: 100 }), "it has 100 codes"],
    ["more columns", () => changeInfo({ columns: 1 << 30 }), "its connection matrix has"],
  ])("%s", (_, make, message) => {
    expect(() => openDictionary(make())).toThrow(
      expect.objectContaining({
        code: "dictionary-invalid",
        message: expect.stringContaining(message),
        hint: expect.stringContaining("compile it again"),
      }),
    );
  });

  test("another version, with the way out", () => {
    expect(() => openDictionary(patch(8, 99))).toThrow(
      expect.objectContaining({
        code: "dictionary-version-unsupported",
        message: "dictionary: its format version is 99, only 1 is supported",
      }),
    );
  });

  test("one that was cut off, at the bounds of every part and beside them", () => {
    const start = file.length - payload.length;
    const bounds = header.parts.flatMap(([, , offset, length]) => [offset, offset + length]);
    const lengths = bounds.flatMap((bound) => [-1, 0, 1].map((by) => start + bound + by));
    const shorter = [...lengths, ...Array(start).keys()].filter((length) => length < lastByte());
    const codes = shorter.map((length) => findCode(file.slice(0, length)));
    expect(new Set(codes)).toEqual(new Set(["dictionary-invalid"]));
  });
});

describe("a digest finds", () => {
  test("any changed byte behind the header", async () => {
    for (let at = file.length - payload.length; at < file.length; at += 97) {
      const changed = verifyDictionary(patch(at, (file[at] ?? 0) ^ 0x10));
      await expect(changed).rejects.toMatchObject({ code: "dictionary-invalid" });
    }
  });

  test("a changed digest", async () => {
    const changed = verifyDictionary(join({ ...header, sha256: "0".repeat(64) }));
    await expect(changed).rejects.toMatchObject({
      code: "dictionary-invalid",
      message: expect.stringContaining("its header says 0000"),
    });
  });
});

describe("damage that only a digest finds does no harm:", () => {
  test("a changed byte in any part gives other words, or is refused", () => {
    const places = header.parts.flatMap(([name, type, offset, length]) => {
      const bytes = length * (type === "u8" ? 1 : type === "u32" ? 4 : 2);
      const step = name === "classes" ? 1_009 : 1;
      return Array.from({ length: Math.ceil(bytes / step) }, (_, index) => offset + index * step);
    });
    const start = file.length - payload.length;
    for (const place of places) {
      for (const change of [0x01, 0x80, 0xff]) {
        const changed = patch(start + place, (file[start + place] ?? 0) ^ change);
        expect(["sound", "dictionary-invalid", "text-too-long"]).toContain(findCode(changed));
      }
    }
  });

  test("so does a changed byte in the header", () => {
    for (let at = 0; at < file.length - payload.length; at++) {
      const codes = [0x01, 0x10, 0x80].map((change) =>
        findCode(patch(at, (file[at] ?? 0) ^ change)),
      );
      for (const code of codes) {
        expect(code).toMatch(/^(sound|dictionary-invalid|dictionary-version-unsupported)$/);
      }
    }
  });

  test("and any other header", () => {
    const part = fc.oneof(
      fc.jsonValue(),
      fc.tuple(
        fc.constantFrom("labels", "pairs", "classes", "code", "border"),
        fc.constantFrom("u8", "u16", "i16", "u32"),
        fc.oneof(fc.jsonValue(), fc.integer()),
        fc.oneof(fc.jsonValue(), fc.integer()),
      ),
    );
    const info = fc.record({ rows: fc.jsonValue(), columns: fc.jsonValue() });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 3 }), fc.option(info), (parts, other) => {
        const changed = {
          ...header,
          info: other ?? header.info,
          parts: [...header.parts, ...parts],
        };
        expect(findCode(join(changed))).toMatch(/^(sound|dictionary-invalid)$/);
      }),
      { numRuns: 500 },
    );
  });
});

test("a file of other parts is written as it is read", async () => {
  const { info } = openDictionary(file);
  const parts = { a: Uint8Array.of(1, 2, 3), b: Int16Array.of(-5), c: Uint32Array.of(7) };
  const written = await writeDictionaryFile(info, parts);
  await expect(verifyDictionary(written)).resolves.toBeUndefined();
  expect(findCode(written)).toBe("dictionary-invalid");
});

/** The code of the error when the file is opened and used; any other exception goes on. */
function findCode(bytes: Uint8Array): string {
  try {
    const words = openDictionary(bytes).segment(TEXT);
    expect(words.length).toBeLessThanOrEqual(TEXT.length);
    return "sound";
  } catch (error) {
    if (error instanceof KanjoError) return error.code;
    throw error;
  }
}

function patch(at: number, byte: number): Uint8Array<ArrayBuffer> {
  const patched = file.slice();
  patched[at] = byte;
  return patched;
}

/** The file with another header. */
function join(other: unknown): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(other));
  const start = Math.ceil((PREAMBLE_BYTES + text.length) / 8) * 8;
  const joined = new Uint8Array(start + payload.length);
  joined.set(file.subarray(0, PREAMBLE_BYTES));
  new DataView(joined.buffer).setUint32(12, text.length, true);
  joined.set(text, PREAMBLE_BYTES);
  joined.set(payload, start);
  return joined;
}

function changePart(name: string, change: Record<number, unknown>): Uint8Array<ArrayBuffer> {
  const parts = header.parts.map((part) =>
    part[0] === name ? Object.assign([...part], change) : part,
  );
  return join({ ...header, parts });
}

/** The file with other bytes in a part. */
function fillPart(name: string, byte: number): Uint8Array<ArrayBuffer> {
  const [, type = "", offset = 0, length = 0] = header.parts.find((part) => part[0] === name) ?? [];
  const filled = file.slice();
  const start = file.length - payload.length + offset;
  filled.fill(byte, start, start + length * (type === "u8" ? 1 : 2));
  return filled;
}

function changeInfo(change: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  return join({ ...header, info: { ...header.info, ...change } });
}

/** Where the last part ends; behind it there is nothing but what fills it up. */
function lastByte(): number {
  const sizes: Record<string, number> = { u8: 1, u16: 2, i16: 2, u32: 4 };
  const ends = header.parts.map(([, type, offset, length]) => {
    return offset + length * (sizes[type] ?? 0);
  });
  return file.length - payload.length + Math.max(...ends);
}
