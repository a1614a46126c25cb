import { expect, test } from "vitest";

import { BRACKETS, SMALL_VOCABULARY } from "../../test/fixtures/small-tokenizer.ts";
import { SpecialTokens } from "./special-tokens.ts";
import { parseVocabulary } from "./parse-vocabulary.ts";

const vocabulary = parseVocabulary(SMALL_VOCABULARY);

test("knows the id of each role", () => {
  const specials = new SpecialTokens(BRACKETS, vocabulary);
  expect(specials.ids).toEqual({ pad: 1, unk: 2, cls: 3, sep: 4, mask: 5 });
  expect([0, 1, 2, 3, 4, 5, 6].filter((id) => specials.has(id))).toEqual([1, 2, 3, 4, 5]);
});

test.each([
  ["", []],
  ["か", ["0-1"]],
  ["[SEP]", ["0-5=4"]],
  ["か[SEP]い", ["0-1", "1-6=4", "6-7"]],
  ["[CLS][MASK]", ["0-5=3", "5-11=5"]],
  ["[[SEP]", ["0-1", "1-6=4"]],
  ["[SEP", ["0-4"]],
])("cuts %j into %j", (text, expected) => {
  const pieces = new SpecialTokens(BRACKETS, vocabulary).split(text);
  expect(
    pieces.map(({ start, end, specialId }) =>
      specialId === undefined ? `${start}-${end}` : `${start}-${end}=${specialId}`,
    ),
  ).toEqual(expected);
});

test("takes the longest token where one begins another, and reads no token as a pattern", () => {
  const names = { pad: "<.*", unk: "<s>", cls: "<s>+", sep: "<\\d", mask: "<$" };
  const specials = new SpecialTokens(names, parseVocabulary(Object.values(names).join("\n")));
  const found = specials
    .split("<s>+ <s> <.* <\\d <$ <x <5")
    .filter((piece) => piece.specialId !== undefined);
  expect(found.map((piece) => piece.specialId)).toEqual([2, 1, 0, 3, 4]);
});

test("two roles may share a token", () => {
  const specials = new SpecialTokens({ ...BRACKETS, pad: "[SEP]" }, vocabulary);
  expect(specials.ids.pad).toBe(specials.ids.sep);
});

test.each([
  ["is empty", { ...BRACKETS, mask: "" }, 'special token ""'],
  ["has another one's beginning inside", { ...BRACKETS, mask: "か[" }, 'special token "か["'],
  ["has its own beginning inside", { ...BRACKETS, mask: "$$" }, 'special token "$$"'],
  ["is not in the vocabulary", { ...BRACKETS, cls: "[BOS]" }, 'special token cls: "[BOS]" is not'],
])("refuses a token that %s", (_name, names, message) => {
  expect(() => new SpecialTokens(names, vocabulary)).toThrow(
    expect.objectContaining({
      code: "special-tokens-invalid",
      message: expect.stringContaining(message),
    }),
  );
});
