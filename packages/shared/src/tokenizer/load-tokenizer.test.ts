import { describe, expect, test } from "vitest";

import { makeCuttingDictionary } from "../../test/fixtures/cutting-dictionary.ts";
import { BRACKETS, makeConfig } from "../../test/fixtures/small-tokenizer.ts";
import { TokenizerConfig } from "./config.ts";
import { loadTokenizer } from "./load-tokenizer.ts";

const characters = makeConfig(BRACKETS);
const wordPieces: TokenizerConfig = {
  ...characters,
  mecabDic: "spaces",
  subwordTokenizer: "wordpiece",
};
const vocabulary = [...Object.values(BRACKETS), "東", "京", "東京", "##都", "a", " ", "##b"].join(
  "\n",
);
const dictionary = makeCuttingDictionary("spaces", /[^ \t\n]+/);

function tokenize(text: string): string[] {
  return loadTokenizer(wordPieces, { vocabulary, dictionary })
    .tokenize(text)
    .map(({ text: token, start, end }) => `${token} ${start}-${end}`);
}

describe("words and word pieces", () => {
  test.each([
    ["words by the dictionary", "東京都 東 都", ["東京 0-2", "##都 2-3", "東 4-5", "[UNK] 6-7"]],
    ["normalization before the words", "ａｂ㌔", ["[UNK] 0-3"]],
    ["offsets through normalization", "ａb　東京", ["a 0-1", "##b 1-2", "東京 3-5"]],
    [
      "special tokens before the words",
      "東[SEP]京\0東[MASK]東",
      ["東 0-1", "[SEP] 1-6", "京 6-7", "[MASK] 9-15", "東 15-16"],
    ],
    ["no word", " \t", []],
    ["nothing", "", []],
  ])("%s", (_name, text, expected) => {
    expect(tokenize(text)).toEqual(expected);
  });

  test("are encoded and decoded", () => {
    const tokenizer = loadTokenizer(wordPieces, { vocabulary, dictionary });
    const encoding = tokenizer.encode("東京都", { pair: "ａb", maxTokens: 6 });
    expect(encoding.tokens).toEqual(["[CLS]", "東京", "##都", "[SEP]", "a", "[SEP]"]);
    expect(encoding.offsets).toEqual([null, [0, 2], [2, 3], null, [0, 1], null]);
    expect(tokenizer.decode(encoding.ids)).toBe("[CLS] 東京都 [SEP] a [SEP]");
  });
});

describe("characters", () => {
  test("of the dictionary's words, where there is one", () => {
    const words = makeCuttingDictionary("spaces", /東.*/);
    const tokenizer = loadTokenizer(
      { ...characters, mecabDic: "spaces" },
      { vocabulary, dictionary: words },
    );
    expect(tokenizer.tokenize("a東 京").map(({ text, start }) => `${text} ${start}`)).toEqual([
      "東 1",
      "  2",
      "京 3",
    ]);
  });

  test.each([
    ["of 65,534 a word follows", 65_534, ["東", "東"]],
    ["of 65,535 MeCab loses the rest", 65_535, ["東"]],
    ["of 70,000 MeCab loses the rest", 70_000, ["東"]],
  ])("after white space %s", (_name, count, expected) => {
    const tokenizer = loadTokenizer(characters, { vocabulary });
    const tokens = tokenizer.tokenize(`東${"\t".repeat(count)}東`);
    expect(tokens.map(({ text }) => text)).toEqual(expected);
  });

  test("after two long runs of white space with a word between are there", () => {
    const tokenizer = loadTokenizer(characters, { vocabulary });
    const run = " ".repeat(40_000);
    expect(tokenizer.tokenize(`${run}東${run}京`)).toHaveLength(2);
  });
});

describe("refuses", () => {
  test.each([
    ["word pieces", wordPieces],
    ["lower-casing", { ...characters, mecabDic: "spaces", doLowerCase: true }],
  ])("%s without a dictionary", (_name, config) => {
    expect(() => loadTokenizer(config, { vocabulary })).toThrow(
      expect.objectContaining({
        code: "dictionary-missing",
        message: expect.stringContaining('"spaces"'),
      }),
    );
  });

  test.each([
    ["another dictionary than it names", { ...wordPieces, mecabDic: "other" }, '"other"'],
    ["a dictionary where it names none", characters, "null"],
  ])("%s", (_name, config, expected) => {
    expect(() => loadTokenizer(config, { vocabulary, dictionary })).toThrow(
      expect.objectContaining({
        code: "dictionary-mismatch",
        message: expect.stringMatching(new RegExp(`"spaces".*${expected}`)),
      }),
    );
  });
});

describe("a configuration", () => {
  test.each([
    ["of word pieces", { ...wordPieces, mecabDic: null }, "word pieces change with it"],
    ["of lower-casing", { ...characters, doLowerCase: true }, "lower-casing changes with it"],
  ])("%s has to name its dictionary", (_name, config, message) => {
    const result = TokenizerConfig.safeParse(config);
    expect(result.error?.issues).toEqual([
      expect.objectContaining({ path: ["mecabDic"], message: expect.stringContaining(message) }),
    ]);
  });

  test("of characters need not", () => {
    expect(TokenizerConfig.parse(characters)).toEqual(characters);
    const { mecabDic: _, ...older } = characters;
    expect(TokenizerConfig.parse(older)).toEqual(characters);
  });

  test("may have lower-casing, characters and a dictionary", () => {
    const config = { ...characters, mecabDic: "spaces", doLowerCase: true };
    expect(TokenizerConfig.parse(config)).toEqual(config);
  });
});
