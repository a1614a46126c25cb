import { describe, expect, test, vi } from "vitest";

import { makeCuttingDictionary } from "../../../test/fixtures/cutting-dictionary.ts";
import { BRACKETS } from "../../../test/fixtures/small-tokenizer.ts";
import { BYTE_LEVEL, UNIGRAM, WORD_PIECE } from "../../../test/fixtures/tokenizer-json.ts";
import type { Dictionary } from "../../segmenter/dictionary.ts";
import { loadTokenizer } from "./load-hub-tokenizer.ts";

const vocabulary = [...Object.values(BRACKETS), "東京", "##都", "東", "京", "都"].join("\n");
const V3 = {
  tokenizer_class: "BertJapaneseTokenizer",
  do_lower_case: false,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "wordpiece",
  mecab_kwargs: { mecab_dic: "unidic_lite" },
};
const V1 = {
  do_lower_case: false,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "wordpiece",
};
const unidic = makeCuttingDictionary("unidic_lite", /東京都|\S+/);
const ipadic = makeCuttingDictionary("ipadic", /東京|\S/);

function makeFiles(config: object, model: object = {}) {
  return {
    "tokenizer_config.json": JSON.stringify(config),
    "config.json": JSON.stringify(model),
    "vocab.txt": vocabulary,
  };
}

describe("a model with vocab.txt", () => {
  test.each([
    ["v3", makeFiles(V3), {}, ["東京", "##都"]],
    ["v1, as trained", makeFiles(V1), { mecabDic: "ipadic" }, ["東京", "都"]],
    [
      "v1, as a recent transformers has it",
      makeFiles(V1),
      { mecabDic: "unidic_lite" },
      ["東京", "##都"],
    ],
    [
      "v1, whose class is in config.json",
      makeFiles(V1, { tokenizer_class: "BertJapaneseTokenizer" }),
      { mecabDic: "ipadic" },
      ["東京", "都"],
    ],
    [
      "characters",
      makeFiles({ ...V3, subword_tokenizer_type: "character" }),
      {},
      ["東", "京", "都"],
    ],
  ])("%s", async (_name, files, options, tokens) => {
    const dictionary = vi.fn<(name: string) => Promise<Dictionary>>(async (name) =>
      name === "ipadic" ? ipadic : unidic,
    );
    const tokenizer = await loadTokenizer(files, { ...options, dictionary });
    expect(tokenizer.tokenize("東京都").map(({ text }) => text)).toEqual(tokens);
    expect(dictionary).toHaveBeenCalledTimes(tokens.length === 3 ? 0 : 1);
  });

  test("takes a dictionary that is open already, if it is the right one", async () => {
    const tokenizer = await loadTokenizer(makeFiles(V3), { dictionary: unidic });
    expect(tokenizer.encode("東京都").tokens).toEqual(["[CLS]", "東京", "##都", "[SEP]"]);
    await expect(loadTokenizer(makeFiles(V3), { dictionary: ipadic })).rejects.toMatchObject({
      code: "dictionary-mismatch",
    });
  });

  test("keeps to it though there is a tokenizer.json", async () => {
    const files = { ...makeFiles(V3), "tokenizer.json": JSON.stringify(WORD_PIECE) };
    const tokenizer = await loadTokenizer(files, { dictionary: unidic });
    expect(tokenizer.vocabularySize).toBe(10);
  });

  test.each([
    ["no files", {}, "tokenizer-files-missing", "files are none, expected tokenizer_config.json"],
    [
      "no vocabulary",
      { "tokenizer_config.json": JSON.stringify(V3) },
      "tokenizer-files-missing",
      "files are tokenizer_config.json, expected vocab.txt",
    ],
    ["no dictionary", makeFiles(V3), "dictionary-missing", '"unidic_lite"'],
    ["no dictionary's name", makeFiles(V1), "mecab-dic-unspecified", "ipadic until"],
    [
      "another class in config.json",
      makeFiles(V1, { tokenizer_class: "BertTokenizer" }),
      "tokenizer-config-unsupported",
      'tokenizer_class: is "BertTokenizer"',
    ],
    [
      "a class that is no text",
      makeFiles(V1, { tokenizer_class: 1 }),
      "tokenizer-config-invalid",
      "config.json: tokenizer_class",
    ],
  ])("is refused with %s", async (_name, files, code, message) => {
    await expect(loadTokenizer(files)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });
});

function loadJson(json: object, config: object = { pad_token: "[PAD]" }) {
  return loadTokenizer({
    "tokenizer.json": JSON.stringify(json),
    "tokenizer_config.json": JSON.stringify(config),
  });
}

async function tokenize(json: object, text: string): Promise<string[]> {
  const tokenizer = await loadJson(json);
  return tokenizer.tokenize(text).map((token) => `${token.text} ${token.start}-${token.end}`);
}

describe("a model with tokenizer.json", () => {
  test.each([
    ["word pieces", "ABC東京", ["ab 0-2", "##c 2-3", "東 3-4", "京 4-5"]],
    ["words that are unknown", "xyz ab!𠮷", ["[UNK] 0-3", "ab 4-6", "! 6-7", "[UNK] 7-9"]],
    ["accents that are stripped", "café e\u0301", ["cafe 0-4", "[UNK] 5-7"]],
    ["added tokens", "東追加京[MASK]", ["東 0-1", "追加 1-3", "京 3-4", "[MASK] 4-10"]],
    ["an unknown token's own name", "[UNK]x[UNK]", ["[UNK] 0-5", "[UNK] 5-6", "[UNK] 6-11"]],
    ["white space", " \t\n", []],
    ["nothing", "", []],
  ])("finds %s", async (_name, text, expected) => {
    expect(await tokenize(WORD_PIECE, text)).toEqual(expected);
  });

  test.each([
    ["the best path", "東京都", ["東京 0-2", "都 2-3"]],
    ["normalization", "㌔東", ["キロ 0-1", "東 1-2"]],
    ["spaces", "東 a", ["東 0-1", "▁a 2-3"]],
    ["a space alone, which lies between its neighbours", "東 京", ["東 0-1", "▁ 1-2", "京 2-3"]],
    ["bytes of an unknown character", "東岩", ["東 0-1", "<0xE5> 1-2", "<0xB2> 1-2", "<0xA9> 1-2"]],
    ["an unknown character of which a byte is missing", "東川", ["東 0-1", "川 1-2"]],
  ])("finds %s with Unigram", async (_name, text, expected) => {
    expect(await tokenize(UNIGRAM, text)).toEqual(expected);
  });

  test.each([
    ["a character in parts", "京", ["ä 0-1", "º 0-1", "¬ 0-1"]],
    ["a character in one", "東京", ["æĿ± 0-1", "ä 1-2", "º 1-2", "¬ 1-2"]],
    ["a space that belongs to a word", "ab a", ["ab 0-2", "Ġa 3-4"]],
  ])("finds %s with BPE over bytes", async (_name, text, expected) => {
    expect(await tokenize(BYTE_LEVEL, text)).toEqual(expected);
  });

  test("gives the whole text for a place where normalization cannot be followed", async () => {
    const reversing = { type: "Replace", pattern: { Regex: "東京" }, content: "京 東" };
    const found = await tokenize({ ...WORD_PIECE, normalizer: reversing }, "東京 ab");
    expect(found).toEqual(["京 0-5", "東 0-5", "ab 0-5"]);
  });

  test("encodes pairs, cut and padded", async () => {
    const tokenizer = await loadJson(WORD_PIECE);
    const encoding = tokenizer.encode("東京東", { pair: "ab ab", maxTokens: 7, padTo: 8 });
    expect(encoding.tokens).toEqual(["[CLS]", "東", "京", "[SEP]", "ab", "ab", "[SEP]", "[PAD]"]);
    expect([...encoding.ids]).toEqual([2, 6, 7, 3, 8, 8, 3, 0]);
    expect([...encoding.typeIds]).toEqual([0, 0, 0, 0, 1, 1, 1, 0]);
    expect([...encoding.attentionMask]).toEqual([1, 1, 1, 1, 1, 1, 1, 0]);
    expect(encoding.offsets).toEqual([null, [0, 1], [1, 2], null, [0, 2], [3, 5], null, null]);
    expect(encoding.truncated).toBe(true);
  });

  test("an empty pair still gets its [SEP]", async () => {
    const tokenizer = await loadJson(WORD_PIECE);
    expect(tokenizer.encode("東", { pair: "" }).tokens).toEqual(["[CLS]", "東", "[SEP]", "[SEP]"]);
  });

  test("has the types of its template: none for RoBERTa's", async () => {
    const encoding = (await loadJson(BYTE_LEVEL)).encode("a", { pair: "b" });
    expect(encoding.tokens).toEqual(["[CLS]", "a", "[SEP]", "[SEP]", "b", "[SEP]"]);
    expect([...encoding.typeIds]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("without a template there is nothing around the segments", async () => {
    const tokenizer = await loadJson({ ...WORD_PIECE, post_processor: null });
    const encoding = tokenizer.encode("東", { pair: "京" });
    expect(encoding.tokens).toEqual(["東", "京"]);
    expect([...encoding.typeIds]).toEqual([0, 1]);
    expect(encoding.offsets).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });

  test("decodes", async () => {
    const tokenizer = await loadJson(WORD_PIECE);
    const { ids } = tokenizer.encode("ABC !");
    expect(tokenizer.decode(ids, { skipSpecialTokens: true })).toBe("abc!");
    expect(tokenizer.decode([])).toBe("");
    const unigram = await loadJson(UNIGRAM);
    expect(unigram.decode(unigram.encode("東岩 a").ids, { skipSpecialTokens: true })).toBe(
      "東岩 a",
    );
  });

  test.each([-1, 1.5, 14])("refuses to decode the id %d", async (id) => {
    const tokenizer = await loadJson(WORD_PIECE);
    expect(tokenizer.vocabularySize).toBe(14);
    expect(() => tokenizer.decode([2, id])).toThrow(
      expect.objectContaining({ code: "token-id-unknown" }),
    );
  });

  test("refuses lone surrogates", async () => {
    const tokenizer = await loadJson(WORD_PIECE);
    expect(() => tokenizer.encode("東\ud800")).toThrow(
      expect.objectContaining({ code: "text-malformed" }),
    );
  });

  test.each([
    ["one segment", {}, 1, 2],
    ["two segments", { pair: "京" }, 2, 3],
  ])("refuses a maximum without room for %s", async (_name, options, maxTokens, least) => {
    const tokenizer = await loadJson(WORD_PIECE);
    expect(() => tokenizer.encode("東", { ...options, maxTokens })).toThrow(
      expect.objectContaining({
        code: "max-tokens-invalid",
        message: expect.stringContaining(`at least ${least}`),
      }),
    );
  });

  test.each([
    ["no pad token", {}, "pad_token of tokenizer_config.json is missing"],
    ["one that is no token", { pad_token: "<pad>" }, 'is "<pad>"'],
  ])("refuses to pad with %s", async (_name, config, message) => {
    const tokenizer = await loadJson(WORD_PIECE, config);
    expect(tokenizer.encode("東", { padTo: 3 }).ids).toHaveLength(3);
    expect(() => tokenizer.encode("東", { padTo: 4 })).toThrow(
      expect.objectContaining({
        code: "pad-token-missing",
        message: expect.stringContaining(message),
      }),
    );
  });

  test.each([
    ["no JSON", "{", "tokenizer-config-invalid", "tokenizer.json: not JSON"],
    [
      "a model of another kind",
      JSON.stringify({ ...WORD_PIECE, model: { type: "WordLevel" } }),
      "tokenizer-config-invalid",
      'tokenizer.json: model.type: is "WordLevel"',
    ],
    [
      "a step that the library does not have",
      JSON.stringify({ ...WORD_PIECE, normalizer: { type: "Nmt" } }),
      "tokenizer-json-unsupported",
      "Unknown Normalizer type: Nmt",
    ],
  ])("is refused with %s", async (_name, text, code, message) => {
    await expect(loadTokenizer({ "tokenizer.json": text })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  test("is refused with padding from the left", async () => {
    await expect(loadJson(WORD_PIECE, { padding_side: "left" })).rejects.toMatchObject({
      code: "tokenizer-config-invalid",
      message: expect.stringContaining("padding_side: only right"),
    });
  });
});
