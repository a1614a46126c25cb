import { expect, test } from "vitest";

import { openSmallDictionary } from "../../test/small-dictionary.ts";
import { buildCharacterVocabulary, buildWordPieceVocabulary } from "./build-vocabulary.ts";
import { cutWords } from "./cut-words.ts";
import { SPECIAL_TOKEN_COUNT } from "./tokenizer-config.ts";

const TEXTS = ["良い良い", "悪い ｶﾞ", "良"];

test("the vocabulary has the special tokens, then normalized characters by frequency", () => {
  const lines = buildCharacterVocabulary(TEXTS, 1).split("\n");
  expect(lines).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "い", "良", "ガ", "悪", ""]);
  expect(lines[SPECIAL_TOKEN_COUNT]).toBe("い");
});

test("rare characters are left out", () => {
  expect(buildCharacterVocabulary(TEXTS, 2).split("\n").slice(SPECIAL_TOKEN_COUNT)).toEqual([
    "い",
    "良",
    "",
  ]);
});

test("word pieces are those of the dictionary's words in the normalized texts", async () => {
  // すもも も もも も もも の うち, and half-width ｡ in the place of 。: も is there 8 times.
  const texts = ["すもももももももものうち", "\uFF61うち"];
  const vocabulary = buildWordPieceVocabulary(texts, await openSmallDictionary(), {
    size: SPECIAL_TOKEN_COUNT + 100,
    minFrequency: 1,
  });
  const tokens = vocabulary.split("\n").slice(SPECIAL_TOKEN_COUNT);
  const characters = ["も", "う", "ち", "。", "す", "の", "##も", "##ち"];
  expect(tokens).toEqual([...characters, "もも", "うち", "すも", "すもも", ""]);
});

test("words of a text stay what they are while another one is cut", async () => {
  const dictionary = await openSmallDictionary();
  const words = cutWords("すもももも", dictionary)[Symbol.iterator]();
  const { value: first } = words.next();
  expect([...cutWords("うちのうち", dictionary)]).toEqual(["うち", "の", "うち"]);
  expect([first, ...words]).toEqual(["すもも", "もも"]);
});
