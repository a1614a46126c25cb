import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { writeDoubleArray } from "../../../test/fixtures/double-array.ts";
import { listKeys, MAX_KEY_BYTES } from "./list-keys.ts";

/** Where `a` and `ab` lie in the double array of `ab`: the root has base 1, `a` base 2, `ab` base 3. */
const A = 1 + 0x61 + 1;
const AB = 2 + 0x62 + 1;

test("lists keys in the order of their bytes, whatever order they came in", () => {
  const keys = ["b", "ab", "a", "é", "abc"].map((text, value) => ({ bytes: encode(text), value }));
  const units = writeDoubleArray(keys);
  const { joinedKeys, ends } = listKeys("sys.dic", units);
  expect(new TextDecoder().decode(joinedKeys)).toBe("a\0ab\0abc\0b\0é\0");
  expect(Array.from(ends, (end) => ~(units[2 * end] ?? 0))).toEqual([2, 1, 4, 0, 3]);
});

test("lists every key of a random double array once, with its value", () => {
  const key = fc.uint8Array({ min: 1, minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.uniqueArray(key, { selector: String, maxLength: 40 }), (bytes) => {
      const units = writeDoubleArray(bytes.map((own, value) => ({ bytes: own, value })));
      const sorted = bytes.map((own, value) => ({ own, value })).sort(compareBytes);
      const { joinedKeys, ends } = listKeys("sys.dic", units);
      expect([...joinedKeys]).toEqual(sorted.flatMap(({ own }) => [...own, 0]));
      expect(Array.from(ends, (end) => ~(units[2 * end] ?? 0))).toEqual(
        sorted.map(({ value }) => value),
      );
    }),
  );
});

test("lists a key of as many bytes as MeCab reads, and refuses one of more", () => {
  const units = writeKeys(["a".repeat(MAX_KEY_BYTES)]);
  expect(listKeys("sys.dic", units).joinedKeys.length).toBe(MAX_KEY_BYTES + 1);
  expect(() => listKeys("sys.dic", writeKeys(["a".repeat(MAX_KEY_BYTES + 1)]))).toThrow(
    /^sys\.dic: a longer key .* at byte \d+, expected at most 8191 bytes$/,
  );
});

test("lists no key of an array without any", () => {
  expect(listKeys("sys.dic", writeKeys([])).ends.length).toBe(0);
});

describe("refuses", () => {
  test.each([
    ["an empty key", writeKeys([""]), "the empty key in unit 1 "],
    ["a key with a NUL", writeKeys(["a\0b"]), "a key with a NUL in unit"],
    ["a root without a base", patchKeys({ unit: 0, base: 0 }), "base 0 in unit 0 "],
    ["a base below zero amid a key", patchKeys({ unit: A, base: -2 }), "base -2 in unit 99 "],
    ["children behind the end", patchKeys({ unit: A, base: 103 }), "base 103 in unit 99 "],
    ["a node that leads nowhere", patchKeys({ unit: A, base: 50 }), "base 50 in unit 99 "],
    ["a cycle to the root", patchKeys({ unit: A, base: 1 }), "base 1 in unit 99 "],
    ["a cycle of one node", patchKeys({ unit: AB, base: 2 }), "base 2 in unit 101 "],
    ["an end of a key without a value", patchKeys({ unit: 3, base: 0 }), "base 0 in unit 3 "],
    ["a unit that nothing leads to", patchKeys({ unit: 60, check: 50 }), "1 units that no key"],
    ["a negative check", patchKeys({ unit: 60, check: -1 }), "check 4294967295 in unit 60 "],
    ["a check behind its unit", patchKeys({ unit: 60, check: 61 }), "check 61 in unit 60 "],
    ["a check too far away", patchKeys({ unit: 300, check: 43 }), "check 43 in unit 300 "],
  ])("%s", (_, units, found) => {
    expect(() => listKeys("unk.dic", units)).toThrow(
      expect.objectContaining({
        code: "mecab-file-invalid",
        message: expect.stringContaining(found),
      }),
    );
  });
});

test("wants room for a child by any byte behind each base, as MeCab looks there unasked", () => {
  const units = writeKeys(["ab"]);
  expect(listKeys("sys.dic", units.slice(0, 2 * (3 + 257))).ends).toEqual(Uint32Array.of(3));
  expect(() => listKeys("sys.dic", units.slice(0, 2 * (3 + 256)))).toThrow(
    /base 3 in unit 101 .*, expected 1 to 2, of its children$/,
  );
});

test.each([0, -2])("says which bases there are instead of %d", (base) => {
  expect(() => listKeys("sys.dic", patchKeys({ unit: A, base }))).toThrow(
    /expected 1 to 102, of its children$/,
  );
});

test("names the bytes that lead to what it refuses, and its place in the file", () => {
  expect(() => listKeys("sys.dic", patchKeys({ unit: AB, base: 2 }))).toThrow(
    `sys.dic: base 2 in unit 101 of the double array, which the bytes [61 62] lead to at byte ${72 + 8 * 101}`,
  );
});

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function writeKeys(keys: readonly string[]): Int32Array {
  return writeDoubleArray(keys.map((key, value) => ({ bytes: encode(key), value })));
}

/** The double array of `ab` alone, with one number of it replaced. */
function patchKeys(patch: { unit: number; base?: number; check?: number }): Int32Array {
  const units = writeKeys(["ab"]);
  if (patch.base !== undefined) units[2 * patch.unit] = patch.base;
  if (patch.check !== undefined) units[2 * patch.unit + 1] = patch.check;
  return units;
}

interface ValuedKey {
  readonly own: Uint8Array;
  readonly value: number;
}

function compareBytes({ own: one }: ValuedKey, { own: other }: ValuedKey): number {
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return at === -1 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1);
}
