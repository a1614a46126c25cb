import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { makeCuttingDictionary } from "../../test/fixtures/cutting-dictionary.ts";
import { BRACKETS, makeConfig } from "../../test/fixtures/small-tokenizer.ts";
import { loadTokenizer } from "./load-tokenizer.ts";
import { lowerCaseWithOffsets } from "./lower-case.ts";

const CHARACTERS = [...Array.from("abijkwσςßmasｋ#東京[]MASKJ"), "\u0307", "\u030c", "ǰ"];
const WORDS = ["##b", "ab", "##\u0307", "##\u030c", "##σ", "##ς", "[mask]"];
const vocabulary = [...Object.values(BRACKETS), ...CHARACTERS, ...WORDS].join("\n");

/** Words are what stands between spaces and slashes. */
function load(subwordTokenizer: "wordpiece" | "character", mask = BRACKETS.mask) {
  return loadTokenizer(
    {
      ...makeConfig({ ...BRACKETS, mask }),
      mecabDic: "slashes",
      subwordTokenizer,
      doLowerCase: true,
    },
    {
      vocabulary: `${vocabulary}\n${mask}`,
      dictionary: makeCuttingDictionary("slashes", /[^ /]+/),
    },
  );
}

function tokenize(tokenizer: ReturnType<typeof load>, text: string): string[] {
  return tokenizer.tokenize(text).map(({ text: token, start, end }) => `${token} ${start}-${end}`);
}

describe("word pieces of words in lower case", () => {
  test.each([
    ["letters", "AB/A", ["ab 0-2", "a 3-4"]],
    ["a letter that becomes two", "aİ/b", ["[UNK] 0-2", "b 3-4"]],
    ["a letter that becomes two, of which both are tokens", "İ", ["i 0-1", "##\u0307 0-1"]],
    ["a sigma inside a word and one at its end", "ΣΣ", ["σ 0-1", "##ς 1-2"]],
    ["a sigma alone", "Σ", ["σ 0-1"]],
    [
      "a sigma at the end of the word, though more words follow",
      "σΣ/Σ",
      ["σ 0-1", "##ς 1-2", "σ 3-4"],
    ],
    ["full-width letters, which are normalized before", "ＡＢ", ["ab 0-2"]],
    [
      "a letter that lower case makes composable stays decomposed",
      "J\u030c",
      ["j 0-1", "##\u030c 1-2"],
    ],
    [
      "special tokens in the text, which are none of the words",
      "A[MASK]A",
      ["a 0-1", "[MASK] 1-7", "a 7-8"],
    ],
    ["a special token that normalization makes", "［ＭＡＳＫ］", ["[MASK] 0-6"]],
    ["part of a special token", "A/[MASKA", ["a 0-1", "[UNK] 2-8"]],
  ])("%s", (_name, text, expected) => {
    expect(tokenize(load("wordpiece"), text)).toEqual(expected);
  });
});

describe("characters of words in lower case", () => {
  test.each([
    ["letters", "AB", ["a 0-1", "b 1-2"]],
    ["a letter that becomes two", "aİb", ["a 0-1", "i 1-2", "\u0307 1-2", "b 2-3"]],
    [
      "a letter that lower case makes composable is composed",
      "aJ\u030cb",
      ["a 0-1", "ǰ 1-3", "b 3-4"],
    ],
    ["what lower case leaves alone", "東/京", ["東 0-1", "京 2-3"]],
    ["normalized before and after", "㌔ＡJ\u030c", ["[UNK] 0-1", "[UNK] 0-1", "a 1-2", "ǰ 2-4"]],
  ])("%s", (_name, text, expected) => {
    expect(tokenize(load("character"), text)).toEqual(expected);
  });
});

test("every unit in lower case leads back to the characters that it came from", () => {
  const unit = fc.constantFrom(...Array.from("aAİΣσÅ東𐐀𐐨\u0307"));
  fc.assert(
    fc.property(fc.string({ unit }), (word) => {
      const lowered = lowerCaseWithOffsets(word);
      expect(lowered.text).toBe(word.toLowerCase());
      for (let index = 0; index < lowered.text.length;) {
        const length = String.fromCodePoint(lowered.text.codePointAt(index) ?? 0).length;
        const origin = word.slice(
          lowered.originalStart(index),
          lowered.originalEnd(index + length),
        );
        expect(origin.toLowerCase().replaceAll("ς", "σ")).toContain(
          lowered.text.slice(index, index + length).replaceAll("ς", "σ"),
        );
        index += length;
      }
    }),
  );
});

test("of no character but İ the lower case has another length", () => {
  const others = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
    .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
    .map((codePoint) => String.fromCodePoint(codePoint))
    .filter((character) => character.toLowerCase().length !== character.length);
  expect(others).toEqual(["İ"]);
});
