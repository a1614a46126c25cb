import { describe, expect, test } from "vitest";

import { BRACKETS, makeConfig } from "../../test/fixtures/small-tokenizer.ts";
import { TokenizerConfig } from "./config.ts";
import { parseHubTokenizerConfig } from "./hub-config.ts";

/** As tohoku-nlp/bert-base-japanese-char-v3 has it. */
const CHAR_V3 = {
  tokenizer_class: "BertJapaneseTokenizer",
  model_max_length: 512,
  do_lower_case: false,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "character",
  mecab_kwargs: { mecab_dic: "unidic_lite" },
};

describe("accepts", () => {
  test.each([
    ["the configuration of char-v3", {}],
    ["another dictionary, which characters do not see", { mecab_kwargs: { mecab_dic: "ipadic" } }],
    ["no mecab options", { mecab_kwargs: null }],
    ["fields that change no id", { name_or_path: "x", never_split: null, sudachi_kwargs: null }],
    ["no class, as old configurations", { tokenizer_class: undefined }],
    ["special tokens as texts", { unk_token: "[UNK]" }],
    [
      "special tokens as saved objects",
      { unk_token: { content: "[UNK]", lstrip: false, rstrip: false, single_word: false } },
    ],
    [
      "the list of special tokens that save_pretrained writes",
      { added_tokens_decoder: { 0: { content: "[PAD]" }, 4: { content: "[MASK]" } } },
    ],
    [
      "empty lists of further special tokens",
      { additional_special_tokens: [], extra_special_tokens: {} },
    ],
  ])("%s", (_name, fields) => {
    const config = parseHubTokenizerConfig(JSON.stringify({ ...CHAR_V3, ...fields }));
    expect(config).toEqual(makeConfig(BRACKETS));
    expect(TokenizerConfig.parse(config)).toEqual(config);
  });

  test("special tokens of other names", () => {
    const text = JSON.stringify({
      ...CHAR_V3,
      pad_token: "<pad>",
      mask_token: { content: "<mask>" },
    });
    expect(parseHubTokenizerConfig(text).specialTokens).toEqual({
      ...BRACKETS,
      pad: "<pad>",
      mask: "<mask>",
    });
  });
});

describe("word pieces", () => {
  const V3 = { ...CHAR_V3, subword_tokenizer_type: "wordpiece" };
  /** As tohoku-nlp/bert-base-japanese has it. */
  const V1 = {
    do_lower_case: false,
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "wordpiece",
    model_max_length: 512,
  };

  test.each([
    ["of the dictionary that v3 names", V3, {}, "unidic_lite"],
    ["of the dictionary that both name", V3, { mecabDic: "unidic_lite" }, "unidic_lite"],
    ["of the dictionary that is said for v1", V1, { mecabDic: "ipadic" }, "ipadic"],
    [
      "of the dictionary that is said where v1 has none",
      { ...V1, mecab_kwargs: null },
      { mecabDic: "unidic_lite" },
      "unidic_lite",
    ],
    [
      "by default",
      { ...V3, subword_tokenizer_type: undefined },
      { mecabDic: undefined },
      "unidic_lite",
    ],
  ])("%s", (_name, hub, options, mecabDic) => {
    const config = parseHubTokenizerConfig(JSON.stringify(hub), options);
    expect(config).toEqual({ ...makeConfig(BRACKETS), subwordTokenizer: "wordpiece", mecabDic });
    expect(TokenizerConfig.parse(config)).toEqual(config);
  });

  test("in lower case", () => {
    const text = JSON.stringify({ ...V3, do_lower_case: true });
    expect(parseHubTokenizerConfig(text).doLowerCase).toBe(true);
  });

  test.each([
    ["without a dictionary", V1],
    ["without a dictionary's name", { ...V1, mecab_kwargs: {} }],
    ["with null for a dictionary's name", { ...V1, mecab_kwargs: { mecab_dic: null } }],
    [
      "without one and with characters in lower case",
      { ...V1, subword_tokenizer_type: "character", do_lower_case: true },
    ],
  ])("are refused %s, because the default has changed", (_name, hub) => {
    expect(() => parseHubTokenizerConfig(JSON.stringify(hub))).toThrow(
      expect.objectContaining({
        code: "mecab-dic-unspecified",
        message: expect.stringMatching(/ipadic until huggingface\/transformers#33372.*unidic_lite/),
        hint: expect.stringContaining('mecabDic: "ipadic"'),
      }),
    );
  });

  test("are refused when two dictionaries are named", () => {
    expect(() => parseHubTokenizerConfig(JSON.stringify(V3), { mecabDic: "ipadic" })).toThrow(
      expect.objectContaining({
        code: "mecab-dic-conflict",
        message: expect.stringMatching(/"ipadic".*"unidic_lite"/),
      }),
    );
  });

  test("are refused of another class, wherever it is named", () => {
    const options = { mecabDic: "ipadic", tokenizerClass: "BertTokenizer" };
    expect(() => parseHubTokenizerConfig(JSON.stringify(V1), options)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('is "BertTokenizer"') }),
    );
  });
});

describe("refuses, naming the field,", () => {
  test.each([
    ["another class", { tokenizer_class: "BertTokenizer" }, 'tokenizer_class: is "BertTokenizer"'],
    ["lower-casing that is neither", { do_lower_case: null }, "do_lower_case: is null"],
    [
      "SentencePiece",
      { subword_tokenizer_type: "sentencepiece" },
      'subword_tokenizer_type: is "sentencepiece"',
    ],
    ["words of Sudachi", { word_tokenizer_type: "sudachi" }, 'word_tokenizer_type: is "sudachi"'],
    [
      "a dictionary that transformers does not know",
      { mecab_kwargs: { mecab_dic: "neologd" } },
      'mecab_kwargs.mecab_dic: is "neologd"',
    ],
    ["words that are never split", { never_split: ["a"] }, "never_split: is not empty"],
    ["the default words", { word_tokenizer_type: undefined }, "word_tokenizer_type: is missing"],
    ["no words", { do_word_tokenize: false }, "do_word_tokenize: is false"],
    [
      "no NFKC",
      { mecab_kwargs: { normalize_text: false } },
      "mecab_kwargs.normalize_text: is false",
    ],
    ["MeCab options", { mecab_kwargs: { mecab_option: "-u x" } }, "mecab_kwargs.mecab_option: is"],
    [
      "cleaning up",
      { clean_up_tokenization_spaces: true },
      "clean_up_tokenization_spaces: is true",
    ],
    ["cutting from the left", { truncation_side: "left" }, 'truncation_side: is "left"'],
    ["splitting special tokens", { split_special_tokens: true }, "split_special_tokens: is true"],
    ["further tokens", { additional_special_tokens: ["[A]"] }, "additional_special_tokens: names"],
    [
      "added tokens",
      { added_tokens_decoder: { 9: { content: "[A]" } } },
      'added_tokens_decoder.9: adds "[A]"',
    ],
    ["stripping", { mask_token: { content: "[MASK]", lstrip: true } }, "mask_token"],
  ])("%s", (_name, fields, message) => {
    expect(() => parseHubTokenizerConfig(JSON.stringify({ ...CHAR_V3, ...fields }))).toThrow(
      expect.objectContaining({
        code: "tokenizer-config-unsupported",
        message: expect.stringContaining(message),
      }),
    );
  });

  test.each(["{", "[]", "null"])("text that is no JSON object: %s", (text) => {
    expect(() => parseHubTokenizerConfig(text)).toThrow(
      expect.objectContaining({ code: "tokenizer-config-invalid" }),
    );
  });
});
