import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryTiny } from "../../test/fixtures/arbitrary-tiny.ts";
import { makeWideDictionary } from "../../test/fixtures/wide-dictionary.ts";
import { LATTICE_CASES } from "../../test/fixtures/lattice-cases.ts";
import { type MecabDescription, SMALL_DICTIONARY } from "../../test/fixtures/mecab-files.ts";
import { cutPlainly } from "../../test/fixtures/plain-lattice.ts";
import { compileTiny, listWords } from "../../test/fixtures/tiny-dictionary.ts";
import { type Dictionary, openDictionary } from "./dictionary.ts";

const LONG = 200_000;

const arbitraryText = fc.string({
  unit: fc.constantFrom(...Array.from("すももものうちももa1東京 𠮷\t\uffff")),
  maxLength: 40,
});

/** Texts that UTF-8 cannot hold, for which no words are promised. */
const arbitraryUnits = fc
  .array(fc.oneof(fc.nat({ max: 0xffff }), fc.constantFrom(0xd83d, 0xde00, 0x3082)), {
    maxLength: 30,
  })
  .map((units) => String.fromCharCode(...units));

test("the plain lattice of these tests follows MeCab's rules", () => {
  const short = LATTICE_CASES.filter(({ text }) => text.length < 1_000);
  expect(short.length).toBeGreaterThan(30);
  for (const { dictionary, text, words } of short) {
    expect(cutPlainly(dictionary, text)).toEqual(words);
  }
});

describe("a dictionary cuts as the plain lattice does", () => {
  test("any text, whatever the words, categories and costs are", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTiny(20), async ({ description, texts }) => {
        const dictionary = openDictionary(await compileTiny(description, texts));
        for (const text of texts) {
          expect(listWords(dictionary, text)).toEqual(cutPlainly(description, text));
        }
      }),
      { numRuns: 60 },
    );
  });

  test.each([1, 2, 3])("long texts, number %i", async (seed) => {
    const [tiny] = fc.sample(arbitraryTiny(2_000), { seed, numRuns: 1 });
    if (tiny === undefined) throw new Error("fast-check gives no sample");
    const text = tiny.texts.join("").replaceAll("\0", "").repeat(10).slice(0, LONG);
    expect(text.length).toBeGreaterThan(LONG / 2);
    const dictionary = openDictionary(await compileTiny(tiny.description));
    expectSame(listWords(dictionary, text), cutPlainly(tiny.description, text));
  });
});

//  even places:  aa aa aa ...     An a costs nothing at the beginning only, so the
//  odd places:   a aa aa aa ...   two ways meet nowhere else.
const TWO_WAYS: MecabDescription = {
  categories: SMALL_DICTIONARY.categories.slice(0, 2),
  unknown: SMALL_DICTIONARY.unknown.slice(0, 2),
  words: [
    ["a", 1, 1, 0],
    ["aa", 2, 2, 0],
    ["b", 2, 2, 0],
  ],
  matrix: [
    [0, 0, 0],
    [0, 9, 0],
    [0, 9, 0],
  ],
};

describe("ways that do not meet for more nodes than are kept at first", () => {
  test.each([
    ["odd", 65_537],
    ["even", 65_538],
    ["long and odd", LONG + 1],
    ["long and even", LONG],
  ])("are cut exactly at their end, where it is %s", async (_, length) => {
    const dictionary = openDictionary(await compileTiny(TWO_WAYS));
    const words = listWords(dictionary, "a".repeat(length));
    const pairs = Array.from({ length: length >> 1 }, () => "aa");
    expectSame(words, length % 2 === 1 ? ["a", ...pairs] : pairs);
  });

  test("are cut as the plain lattice does where they meet at times", async () => {
    const dictionary = openDictionary(await compileTiny(TWO_WAYS));
    const lengths = [40_001, 3, 40_000, 1, 2, 20_001, 20_002, 7, 50_001];
    const text = lengths.map((length) => "a".repeat(length)).join("b");
    expectSame(listWords(dictionary, text), cutPlainly(TWO_WAYS, text));
  });
});

describe("words", () => {
  test("joined give the text without its white space", async () => {
    const dictionary = openDictionary(await compileTiny(SMALL_DICTIONARY));
    fc.assert(
      fc.property(arbitraryText, (text) => {
        expect(listWords(dictionary, text).join("")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  test("follow each other and are not empty", async () => {
    const dictionary = openDictionary(await compileTiny(SMALL_DICTIONARY));
    fc.assert(
      fc.property(arbitraryText, (text) => {
        const { length, starts, ends } = dictionary.segment(text);
        const bounds = Array.from({ length }, (_, word) => [starts[word], ends[word]]).flat();
        expect(bounds).toEqual(bounds.toSorted((a = 0, b = 0) => a - b));
        expect(listWords(dictionary, text)).not.toContain("");
      }),
    );
  });
});

describe("words do not depend on", async () => {
  const wide = await makeWideDictionary();
  const expected = wide.texts.map((text) => listWords(openDictionary(wide.bytes), text));
  const cutAll = (dictionary: Dictionary) => wide.texts.map((text) => listWords(dictionary, text));

  test.each([
    { hot: 0, cold: 1 },
    { hot: 0, cold: 2 },
    { hot: 3, cold: 1 },
    { hot: 4096, cold: 4096 },
  ])("how many lines of the matrix are kept: $hot and $cold", (cache) => {
    expect(cutAll(openDictionary(wide.bytes, cache))).toEqual(expected);
  });

  test("what was cut before", () => {
    const dictionary = openDictionary(wide.bytes, { hot: 20, cold: 30 });
    for (let round = 0; round < 5; round++) {
      for (const text of wide.texts.toReversed()) dictionary.segment(text.repeat(round % 3));
      expect(cutAll(dictionary)).toEqual(expected);
    }
  });

  test("texts with halves of characters that were cut before", () => {
    const dictionary = openDictionary(wide.bytes);
    fc.assert(
      fc.property(arbitraryUnits, (units) => {
        dictionary.segment(units);
        expect(cutAll(dictionary)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("how the file lies in memory", () => {
    const shifted = new Uint8Array(wide.bytes.length + 1);
    shifted.set(wide.bytes, 1);
    expect(cutAll(openDictionary(shifted.subarray(1)))).toEqual(expected);
  });
});

/** Shows only where long lists begin to differ: a diff of all would take minutes. */
function expectSame(found: readonly string[], expected: readonly string[]): void {
  const first = found.findIndex((word, index) => word !== expected[index]);
  const shown = first === -1 ? 0 : first;
  expect(found.slice(shown, shown + 5)).toEqual(expected.slice(shown, shown + 5));
  expect(found.length).toBe(expected.length);
}
