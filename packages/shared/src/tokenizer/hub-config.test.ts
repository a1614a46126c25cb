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

describe("refuses, naming the field,", () => {
  test.each([
    ["another class", { tokenizer_class: "BertTokenizer" }, 'tokenizer_class: is "BertTokenizer"'],
    ["no class", { tokenizer_class: undefined }, "tokenizer_class: is missing"],
    ["lower-casing", { do_lower_case: true }, "do_lower_case: is true, only false is supported"],
    [
      "WordPiece",
      { subword_tokenizer_type: "wordpiece" },
      'subword_tokenizer_type: is "wordpiece"',
    ],
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

  test("text that is not JSON", () => {
    expect(() => parseHubTokenizerConfig("{")).toThrow(
      expect.objectContaining({ code: "tokenizer-config-invalid" }),
    );
  });
});
