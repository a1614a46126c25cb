import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { alignRight, cutToWidth, measureWidth, padToWidth } from "./display-width.ts";

describe("a text takes as many columns as a terminal draws", () => {
  test.each([
    ["ascii", 5],
    ["感情", 4],
    ["ｶﾝｼﾞｮｳ", 6],
    ["が\u3099", 2],
    ["👨‍👩‍👧", 2],
    ["", 0],
  ])("%s", (text, columns) => expect(measureWidth(text)).toBe(columns));
});

describe("a text is cut between characters", () => {
  test.each([
    ["whole", "感情", 4, "感情"],
    ["before a wide one that would stick out", "感情", 3, "感"],
    ["before one of several code points", "a👨‍👩‍👧b", 2, "a"],
    ["to nothing", "感", 1, ""],
  ])("%s", (_, text, columns, cut) => expect(cutToWidth(text, columns)).toBe(cut));
});

test("what is cut fits, and a wider character would not have", () => {
  const character = fc.constantFrom("a", "感", "ｶ", "👍🏽", "é", " ");
  fc.assert(
    fc.property(fc.array(character), fc.nat(20), (characters, columns) => {
      const text = characters.join("");
      const cut = cutToWidth(text, columns);
      expect(text.startsWith(cut)).toBe(true);
      expect(measureWidth(cut)).toBeLessThanOrEqual(columns);
      expect(cut === text || measureWidth(cut) >= columns - 1).toBe(true);
    }),
  );
});

test("a text is padded on either side, and never cut", () => {
  expect([padToWidth("感", 4), alignRight("感", 4), padToWidth("感情", 2)]).toEqual([
    "感  ",
    "  感",
    "感情",
  ]);
});
