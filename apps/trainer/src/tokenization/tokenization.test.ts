import { readFile, rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadTokenizer } from "@kanjo/shared/tokenizer/load";
import { tableFromIPC } from "apache-arrow";
import { expect, test } from "vitest";

import { openSmallDictionary } from "../../test/small-dictionary.ts";
import { buildCharacterVocabulary, buildWordPieceVocabulary } from "./build-vocabulary.ts";
import { cutWords } from "./cut-words.ts";
import { tokenizeSplit } from "./tokenize-split.ts";
import {
  makeTokenizerConfig,
  MASK_TOKEN_ID,
  PAD_TOKEN_ID,
  SPECIAL_TOKEN_COUNT,
} from "./tokenizer-config.ts";
import { writeArrow } from "./write-arrow.ts";

const TEXTS = ["良い良い", "悪い ｶﾞ", "良"];

function loadCharacters() {
  const config = makeTokenizerConfig({
    kind: "bert-japanese",
    subword: "character",
    min_frequency: 1,
    max_tokens: 128,
  });
  return loadTokenizer(config, { vocabulary: buildCharacterVocabulary(TEXTS, 1) });
}

test("the vocabulary has the special tokens, then normalized characters by frequency", () => {
  const lines = buildCharacterVocabulary(TEXTS, 1).split("\n");
  expect(lines).toEqual(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "い", "良", "ガ", "悪", ""]);
  expect(lines[PAD_TOKEN_ID]).toBe("[PAD]");
  expect(lines[MASK_TOKEN_ID]).toBe("[MASK]");
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

test("an Arrow file gives back the ids and the labels", async () => {
  const tokenizer = loadCharacters();
  const examples = [
    { text: "良い", label: "positive", source: "a:1" },
    { text: "悪い悪い", label: "negative", source: "a:2" },
  ];
  const split = tokenizeSplit(examples, ["positive", "negative"], tokenizer, 5);
  const folder = await mkdtemp(join(tmpdir(), "kanjo-arrow-"));
  try {
    await writeArrow(join(folder, "x.arrow"), split);
    const table = tableFromIPC(await readFile(join(folder, "x.arrow")));
    expect(table.toArray().map((row) => [...row["input_ids"]])).toEqual([
      [2, 6, 5, 3],
      [2, 8, 5, 8, 3],
    ]);
    expect([...(table.getChild("label") ?? [])]).toEqual([0, 1]);
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(split.truncated).toBe(1);
});

test("a text that cannot be tokenized is named by its place and not shown", () => {
  const tokenizer = loadCharacters();
  const examples = [{ text: "秘密\uD800", label: "positive", source: "a:7" }];
  const tokenize = () => tokenizeSplit(examples, ["positive", "negative"], tokenizer, 16);
  expect(tokenize).toThrow(/^a:7: /);
  expect(tokenize).not.toThrow(/秘密/);
});
