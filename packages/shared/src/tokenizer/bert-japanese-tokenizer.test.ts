import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  BRACKETS,
  EDGE_CASES,
  makeConfig,
  makeSmallTokenizer,
} from "../../test/fixtures/small-tokenizer.ts";
import { loadTokenizer } from "./load-tokenizer.ts";

const tokenizer = makeSmallTokenizer();

const text = fc.string({ unit: "binary" });
const characters = Array.from("いうかが漢字ＷＡａabc、ｱｯﾌﾟ𢌞㍻…。 　\t");
const japanese = fc.string({ unit: fc.constantFrom(...characters) });

describe("tokenize", () => {
  test.each(EDGE_CASES)("%s", (_why, input, tokens) => {
    expect(
      tokenizer
        .tokenize(input)
        .map((token) => token.text)
        .join(" "),
    ).toBe(tokens);
  });

  test.each([
    ["plain text", "東京の𢌞", ["東 0-1", "京 1-2", "の 2-3", "𢌞 3-5"]],
    ["skipped white space", " い\n\tう", ["い 1-2", "う 4-5"]],
    ["one character that becomes two", "㍻い", ["平 0-1", "成 0-1", "い 1-2"]],
    ["two characters that become one", "かﾞい", ["が 0-2", "い 2-3"]],
    [
      "a mark that stays on its own beside a change",
      "い\u3099！",
      ["い 0-1", "\u3099 1-2", "! 2-3"],
    ],
    ["special tokens", "い[SEP]㍻", ["い 0-1", "[SEP] 1-6", "平 6-7", "成 6-7"]],
    ["unknown characters", "👍🏽！", ["[UNK] 0-2", "[UNK] 2-4", "! 4-5"]],
  ])("offsets of %s lead back to the original text", (_name, input, expected) => {
    const found = tokenizer.tokenize(input);
    expect(found.map((token) => `${token.text} ${token.start}-${token.end}`)).toEqual(expected);
  });

  test("offsets never go back and never leave the text", () => {
    fc.assert(
      fc.property(fc.oneof(text, japanese), (input) => {
        let last = 0;
        for (const { start, end } of tokenizer.tokenize(input)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(input.length);
          last = start;
        }
      }),
    );
  });

  test("the normalized slice at a token's offsets contains the token", () => {
    fc.assert(
      fc.property(fc.oneof(text, japanese), (input) => {
        for (const token of tokenizer.tokenize(input)) {
          if (token.text === "[UNK]") continue;
          expect(input.slice(token.start, token.end).normalize("NFKC")).toContain(token.text);
        }
      }),
    );
  });

  test.each([
    ["a high surrogate at the end", "秘密\ud83d", 2],
    ["a low surrogate first", "\ude00秘密", 0],
    ["a high surrogate before another pair", "😀秘\ud83d😀", 3],
    ["a surrogate behind a NUL", "秘\0\ud800", 2],
  ])("refuses %s, without quoting the text", (_name, input, offset) => {
    const refusal = expect.objectContaining({
      code: "text-malformed",
      message: expect.stringMatching(new RegExp(`UTF-16 offset ${offset},(?!.*秘)`)),
    });
    expect(() => tokenizer.tokenize(input)).toThrow(refusal);
    expect(() => tokenizer.encode(input)).toThrow(refusal);
    expect(() => tokenizer.encode("い", { pair: input })).toThrow(refusal);
  });
});

describe("encode", () => {
  test("puts [CLS] before the text and [SEP] after it", () => {
    const encoding = tokenizer.encode("い！[SEP]");
    expect(encoding.tokens).toEqual(["[CLS]", "い", "!", "[SEP]", "[SEP]"]);
    expect(encoding.offsets).toEqual([null, [0, 1], [1, 2], [2, 7], null]);
    expect([...encoding.typeIds]).toEqual([0, 0, 0, 0, 0]);
    expect([...encoding.attentionMask]).toEqual([1, 1, 1, 1, 1]);
    expect(tokenizer.decode(encoding.ids)).toBe("[CLS] い ! [SEP] [SEP]");
    expect(encoding.truncated).toBe(false);
  });

  test("gives the second segment type 1 and offsets of its own", () => {
    const encoding = tokenizer.encode("いう", { pair: "𢌞か" });
    expect(encoding.tokens).toEqual(["[CLS]", "い", "う", "[SEP]", "𢌞", "か", "[SEP]"]);
    expect([...encoding.typeIds]).toEqual([0, 0, 0, 0, 1, 1, 1]);
    expect(encoding.offsets).toEqual([null, [0, 1], [1, 2], null, [0, 2], [2, 3], null]);
  });

  test("an empty pair still gets its [SEP]", () => {
    expect(tokenizer.encode("い", { pair: "" }).tokens).toEqual(["[CLS]", "い", "[SEP]", "[SEP]"]);
  });

  test("pads with [PAD], type 0 and attention 0", () => {
    const encoding = tokenizer.encode("い", { pair: "う", padTo: 7 });
    expect(encoding.tokens).toEqual(["[CLS]", "い", "[SEP]", "う", "[SEP]", "[PAD]", "[PAD]"]);
    expect([...encoding.ids].slice(-2)).toEqual([1, 1]);
    expect([...encoding.typeIds]).toEqual([0, 0, 0, 1, 1, 0, 0]);
    expect([...encoding.attentionMask]).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(encoding.offsets.slice(-2)).toEqual([null, null]);
  });

  test("padding to less than there is leaves the encoding as it is", () => {
    const encoding = tokenizer.encode("いうか", { padTo: 2 });
    expect(encoding).toEqual(tokenizer.encode("いうか"));
    expect(encoding.offsets).toEqual([null, [0, 1], [1, 2], [2, 3], null]);
  });

  test("cuts from the right and says so", () => {
    const encoding = tokenizer.encode("いうか", { maxTokens: 4, padTo: 5 });
    expect(encoding.tokens).toEqual(["[CLS]", "い", "う", "[SEP]", "[PAD]"]);
    expect(encoding.truncated).toBe(true);
    expect(tokenizer.encode("いう", { maxTokens: 4 }).truncated).toBe(false);
  });

  test("what was cut off has neither token nor offset", () => {
    const encoding = tokenizer.encode("いうか", { pair: "漢字", maxTokens: 6, padTo: 7 });
    expect(encoding.tokens).toEqual(["[CLS]", "い", "う", "[SEP]", "漢", "[SEP]", "[PAD]"]);
    expect(encoding.offsets).toEqual([null, [0, 1], [1, 2], null, [0, 1], null, null]);
  });

  test("tokens and offsets are the same however often they are read", () => {
    const encoding = tokenizer.encode("㍻い");
    tokenizer.encode("か");
    expect(encoding.tokens).toBe(encoding.tokens);
    expect(encoding.offsets).toBe(encoding.offsets);
    expect(encoding.offsets).toEqual([null, [0, 1], [0, 1], [1, 2], null]);
  });

  test("never exceeds maxTokens, and cuts only what must be cut", () => {
    const pair = fc.option(japanese, { nil: undefined });
    fc.assert(
      fc.property(japanese, pair, fc.integer({ min: 3, max: 20 }), (first, second, maxTokens) => {
        const segments = second === undefined ? {} : { pair: second };
        const full = tokenizer.encode(first, segments);
        const cut = tokenizer.encode(first, { ...segments, maxTokens });
        expect(cut.ids.length).toBe(Math.min(full.ids.length, maxTokens));
        expect(cut.truncated).toBe(full.ids.length > maxTokens);
      }),
    );
  });

  test("all arrays have one element a token", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 30 }), (input, padTo) => {
        const encoding = tokenizer.encode(input, { padTo });
        const { ids, typeIds, attentionMask, tokens, offsets } = encoding;
        const lengths = [typeIds, attentionMask, tokens, offsets].map((array) => array.length);
        expect(lengths).toEqual(Array(4).fill(ids.length));
      }),
    );
  });

  test.each([-1, 1.5, Number.NaN, Infinity])("refuses to pad to %d", (padTo) => {
    expect(() => tokenizer.encode("い", { padTo })).toThrow(
      expect.objectContaining({ code: "pad-to-invalid" }),
    );
  });
});

describe("decode", () => {
  test("what was encoded comes back normalized, without white space", () => {
    fc.assert(
      fc.property(japanese, (input) => {
        const { ids } = tokenizer.encode(input, { padTo: 20 });
        const decoded = tokenizer.decode(ids, { skipSpecialTokens: true });
        const expected = input.normalize("NFKC").replaceAll(/[ \t]/g, "");
        expect(decoded.replaceAll(" ", "")).toBe(expected);
      }),
    );
  });

  test("leaves out special tokens only when told", () => {
    const { ids } = tokenizer.encode("い👍[MASK]");
    expect(tokenizer.decode(ids)).toBe("[CLS] い [UNK] [MASK] [SEP]");
    expect(tokenizer.decode(ids, { skipSpecialTokens: true })).toBe("い");
  });

  test("an id whose token a later line took reads as unknown", () => {
    const vocabulary = "猫\n[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n猫\n";
    const repeated = loadTokenizer(makeConfig(BRACKETS), { vocabulary });
    expect(repeated.decode([0, 6])).toBe("[UNK] 猫");
  });

  test.each([-1, 1.5, Number.NaN, tokenizer.vocabularySize])("refuses the id %d", (id) => {
    expect(() => tokenizer.decode([2, id])).toThrow(
      expect.objectContaining({
        code: "token-id-unknown",
        message: expect.stringContaining(`token id is ${id}`),
      }),
    );
  });
});
