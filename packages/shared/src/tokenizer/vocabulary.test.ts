import { expect, test } from "vitest";

import { parseVocabulary } from "./vocabulary.ts";

test("the line number is the id", () => {
  const vocabulary = parseVocabulary("[PAD]\n猫\n𢌞\n");
  expect(vocabulary.size).toBe(3);
  expect(vocabulary.idOf("[PAD]")).toBe(0);
  expect(vocabulary.idOfCodePoint(0x732b)).toBe(1);
  expect(vocabulary.idOfCodePoint(0x2231e)).toBe(2);
  expect(vocabulary.tokenOf(2)).toBe("𢌞");
});

test.each([
  ["no final line break", "a\nb", ["a", "b"]],
  ["a final line break", "a\nb\n", ["a", "b"]],
  ["an empty last token", "a\n\n", ["a", ""]],
  ["an empty token in the middle", "a\n\nb\n", ["a", "", "b"]],
  ["a trailing space", "a \n \n", ["a ", " "]],
  ["line breaks of Windows", "a\r\nb\r\n", ["a", "b"]],
  ["line breaks of old", "a\rb\r", ["a", "b"]],
  ["line separators that are no line breaks", "a\u2028\nb\u0085\n", ["a\u2028", "b\u0085"]],
  ["nothing", "", []],
])("reads %s as load_vocab does", (_name, text, tokens) => {
  const vocabulary = parseVocabulary(text);
  expect(vocabulary.size).toBe(tokens.length);
  expect(tokens.map((_token, id) => vocabulary.tokenOf(id))).toEqual(tokens);
});

test("of a repeated token the last id holds, and the others have no token", () => {
  const vocabulary = parseVocabulary("猫\n犬\n猫\n");
  expect(vocabulary.idOfCodePoint(0x732b)).toBe(2);
  expect(vocabulary.idOf("猫")).toBe(2);
  expect(vocabulary.tokenOf(0)).toBeUndefined();
  expect(vocabulary.size).toBe(3);
});

test("a token of several code points is no single code point", () => {
  const vocabulary = parseVocabulary("か\u3099\n##a\n");
  expect(vocabulary.idOfCodePoint(0x304b)).toBeUndefined();
  expect(vocabulary.idOfCodePoint(0x23)).toBeUndefined();
  expect(vocabulary.idOf("##a")).toBe(1);
});
