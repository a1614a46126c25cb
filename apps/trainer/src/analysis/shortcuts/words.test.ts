import * as fc from "fast-check";
import { expect, test } from "vitest";

import { cutIntoWords } from "./words.ts";

test("signs are words, and white space is none", () => {
  const { text, words } = cutIntoWords("対応が丁寧で☆４つ。 \u3000good\n");
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
    "対応",
    "が",
    "丁寧",
    "で",
    "☆",
    "４",
    "つ",
    "。",
    "good",
  ]);
});

test("words are in order, never overlap, and miss nothing but white space", () => {
  const unit = fc.constantFrom(
    ...Array.from("部屋はとてもカタｶﾅ☆４go。、\u3000 \n😀👍🏽\u3099\u200d"),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
      const { words } = cutIntoWords(text);
      let [after, skipped] = [0, ""];
      for (const { start, end } of words) {
        expect(start).toBeGreaterThanOrEqual(after);
        expect(end).toBeGreaterThan(start);
        skipped += text.slice(after, start);
        after = end;
      }
      expect((skipped + text.slice(after)).trim()).toBe("");
    }),
  );
});
