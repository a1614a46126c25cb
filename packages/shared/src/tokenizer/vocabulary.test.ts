import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseVocabulary } from "./parse-vocabulary.ts";

test("the line number is the id", () => {
  const vocabulary = parseVocabulary("[PAD]\n猫\n𢌞\n");
  expect(vocabulary.size).toBe(3);
  expect(vocabulary.idOf("[PAD]")).toBe(0);
  expect(vocabulary.idOf("猫")).toBe(1);
  expect(vocabulary.idOf("𢌞")).toBe(2);
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
  expect(vocabulary.idOf("猫")).toBe(2);
  expect(vocabulary.tokenOf(0)).toBeUndefined();
  expect(vocabulary.tokenOf(2)).toBe("猫");
  expect(vocabulary.size).toBe(3);
});

test.each([-1, 0.5, 3, Number.NaN])("%d is no id and has no token", (id) => {
  expect(parseVocabulary("a\nb\nc\n").tokenOf(id)).toBeUndefined();
});

test("refuses lone surrogates, which a file in UTF-8 cannot have", () => {
  expect(() => parseVocabulary("a\n\ud800\n")).toThrow(
    expect.objectContaining({ code: "text-malformed" }),
  );
});

describe("agrees with a Map", () => {
  const token = fc.string({ unit: fc.constantFrom("a", "b", "#", "か", "𢌞", " "), maxLength: 4 });
  const tokens = fc.array(token, { maxLength: 200 });

  test("on every token's id and every id's token", () => {
    fc.assert(
      fc.property(tokens, fc.array(token), (lines, others) => {
        const vocabulary = parseVocabulary(lines.map((line) => `${line}\n`).join(""));
        const ids = new Map(lines.map((line, id) => [line, id]));
        for (const text of [...lines, ...others]) {
          expect(vocabulary.idOf(text)).toBe(ids.get(text));
          expect(vocabulary.idOfRange(`x${text}y`, 1, 1 + text.length)).toBe(ids.get(text));
        }
        lines.forEach((line, id) => {
          expect(vocabulary.tokenOf(id)).toBe(ids.get(line) === id ? line : undefined);
        });
      }),
    );
  });

  test("on the longest token at a place, with ## before it and without", () => {
    fc.assert(
      fc.property(tokens, token, token, fc.boolean(), (lines, before, text, isContinuation) => {
        const vocabulary = parseVocabulary(lines.map((line) => `${line}\n`).join(""));
        const ids = new Map(lines.map((line, id) => [line, id]));
        const prefix = isContinuation ? "##" : "";
        const lengths = Array.from({ length: text.length }, (_, index) => text.length - index);
        const longest = lengths.find((length) => ids.has(prefix + text.slice(0, length)));
        const expected = longest && ids.get(prefix + text.slice(0, longest));
        const [start, end] = [before.length, before.length + text.length];
        const found = vocabulary.findLongest(`${before}${text}b`, start, end, isContinuation);
        expect(found).toBe(expected);
      }),
    );
  });
});

test("finds every one of 40,000 tokens and no other, whatever their hashes", () => {
  const lines = Array.from({ length: 40_000 }, (_, id) => `語${id.toString(36)}`);
  const vocabulary = parseVocabulary(lines.join("\n"));
  expect(lines.filter((line, id) => vocabulary.idOf(line) !== id)).toEqual([]);
  expect(lines.filter((line) => vocabulary.idOf(`${line}!`) !== undefined)).toEqual([]);
});

test("gives the length of a token in UTF-16 units", () => {
  const vocabulary = parseVocabulary("\n##𢌞\nab");
  expect([0, 1, 2].map((id) => vocabulary.lengthOf(id))).toEqual([0, 4, 2]);
});

test("a line that is no token is refused with its number", () => {
  expect(() => parseVocabulary(`[PAD]\n${"猫".repeat(5000)}\n`)).toThrow(
    expect.objectContaining({
      code: "vocabulary-invalid",
      message: "line 2 of the vocabulary has more than 4096 characters, expected a token",
    }),
  );
});
