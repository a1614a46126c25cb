import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { UnchangedText } from "./normalized-text.ts";
import { parseVocabulary } from "./parse-vocabulary.ts";
import { Subwords } from "./subwords.ts";
import { WordPiece } from "./word-piece.ts";

const TOKENS = [
  ...Array.from("東京都のaxz"),
  ..."##京 ##都 ##a ##b ##bc ##c ##𢌞 ab abcd 東京 𢌞 ## ### #### ##### [UNK] あ ##あ".split(" "),
  "",
  "a b",
  "##\u0301",
];
const UNKNOWN = TOKENS.indexOf("[UNK]");

/** The word's tokens with their places in `text`, which the word fills from `start` to `end`. */
function cut(text: string, start = 0, end = text.length): string[] {
  const output = new Subwords();
  output.beginPiece({ normalized: new UnchangedText(text), offset: 0 });
  new WordPiece(parseVocabulary(TOKENS.join("\n")), UNKNOWN).cut(text, start, end, output);
  return output
    .locate()
    .map(([first, last], index) => `${TOKENS[output.ids[index] ?? -1]} ${first}-${last}`);
}

describe("cuts", () => {
  test.each([
    ["a word that is a token", "東京", ["東京 0-2"]],
    ["the longest token first", "東京都", ["東京 0-2", "##都 2-3"]],
    ["the longest continuation", "abc", ["ab 0-2", "##c 2-3"]],
    ["greedily, though that leads nowhere", "abcx", ["[UNK] 0-4"]],
    ["one token after the other", "abcab", ["ab 0-2", "##c 2-3", "##a 3-4", "##b 4-5"]],
    ["nothing", "", []],
    ["a word that fits no token", "山", ["[UNK] 0-1"]],
    ["a word whose end fits no continuation", "東山", ["[UNK] 0-2"]],
    ["a word whose continuation is a token without ##", "ax", ["[UNK] 0-2"]],
    ["characters outside the BMP", "𢌞𢌞", ["𢌞 0-2", "##𢌞 2-4"]],
    ["half of no character", "𢌟", ["[UNK] 0-2"]],
    ["a combining mark", "a\u0301", ["a 0-1", "##\u0301 1-2"]],
  ])("%s", (_name, word, expected) => {
    expect(cut(word)).toEqual(expected);
  });
});

describe("number signs in the text", () => {
  test.each([
    ["a token that begins with ## fits at a word's beginning, too", "##a", ["##a 0-3"]],
    ["the empty token fits nowhere, though ## is one", "##", ["## 0-2"]],
    ["and its continuation", "##ab", ["##a 0-3", "##b 3-4"]],
    ["a continuation of signs has two more", "a##", ["a 0-1", "#### 1-3"]],
    ["one sign", "a#", ["a 0-1", "### 1-2"]],
    ["three signs, the longest token first", "a###", ["a 0-1", "##### 1-4"]],
    ["more signs than a token has", "a####", ["a 0-1", "##### 1-4", "### 4-5"]],
  ])("%s", (_name, word, expected) => {
    expect(cut(word)).toEqual(expected);
  });
});

describe("white space inside a word", () => {
  test.each([
    ["carriage returns", "\ra\r\rab\r", ["a 1-2", "ab 4-6"]],
    ["only white space", "\r\x1c\u2028\u0085", []],
    ["a token with a space never fits", "a b", ["a 0-1", "[UNK] 2-3"]],
    [
      "a part that fits beside one that does not",
      "a\x1f山\u3000東京",
      ["a 0-1", "[UNK] 2-3", "東京 4-6"],
    ],
    ["a byte order mark is none", "a\ufeffa", ["[UNK] 0-3"]],
    ["each part begins a word", "東\u2029京", ["東 0-1", "京 2-3"]],
  ])("%s", (_name, word, expected) => {
    expect(cut(word)).toEqual(expected);
  });
});

describe("long words", () => {
  test("of 100 characters are cut", () => {
    const continuations = Array.from({ length: 99 }, (_, at) => `##あ ${at + 1}-${at + 2}`);
    expect(cut("あ".repeat(100))).toEqual(["あ 0-1", ...continuations]);
  });

  test("of 101 characters are unknown", () => {
    expect(cut("あ".repeat(101))).toEqual(["[UNK] 0-101"]);
  });

  test("are measured in code points", () => {
    expect(cut("𢌞".repeat(100))).toHaveLength(100);
    expect(cut("𢌞".repeat(101))).toEqual(["[UNK] 0-202"]);
  });

  test("are measured between white space", () => {
    expect(cut(`${"あ".repeat(100)}\r${"あ".repeat(100)}`)).toHaveLength(200);
  });
});

test("sees nothing of the text around the word", () => {
  expect(cut("a東京都a", 1, 3)).toEqual(["東京 1-3"]);
  expect(cut("##ab", 2, 4)).toEqual(["ab 2-4"]);
});

test("agrees with the definition for any word", () => {
  const unit = fc.constantFrom(...Array.from("abcdxz#東京都𢌞\r\u3000"));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (word) => {
      const found = cut(word).map((token) => token.split(" ")[0]);
      expect(found).toEqual(cutByDefinition(word));
    }),
    { numRuns: 1000 },
  );
});

/** The two loops of transformers' WordpieceTokenizer, over strings. */
function cutByDefinition(word: string): string[] {
  return word.split(/[\r\u3000]+/).flatMap((part) => {
    const characters = Array.from(part);
    const tokens: string[] = [];
    for (let start = 0; start < characters.length;) {
      const prefix = start > 0 ? "##" : "";
      let end = characters.length;
      while (end > start && !TOKENS.includes(prefix + characters.slice(start, end).join(""))) end--;
      if (end === start) return ["[UNK]"];
      tokens.push(prefix + characters.slice(start, end).join(""));
      start = end;
    }
    return tokens;
  });
}
