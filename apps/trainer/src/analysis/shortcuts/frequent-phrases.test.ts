import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { findFrequentPhrases, type Phrase } from "./frequent-phrases.ts";
import { cutIntoWords, type WordedText } from "./words.ts";

function find(texts: readonly string[], leastTexts: number): Record<string, readonly number[]> {
  const phrases = findFrequentPhrases(texts.map(cutIntoWords), leastTexts);
  return Object.fromEntries(phrases.map(({ text, rows }) => [text, rows]));
}

describe("a phrase that nearly always stands in a longer one says nothing of its own", () => {
  const planted = Array.from({ length: 10 }, (_, row) => `${"部庭音駅本靴鞄窓扉机"[row]}☆４つ`);

  test("of 「☆」, 「☆４」 and 「☆４つ」 the last is found", () => {
    expect(find(planted, 5)).toEqual({ "☆４つ": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
  });

  test("unless it stands elsewhere more than once in ten times", () => {
    expect(Object.keys(find([...planted, "☆"], 5))).toEqual(["☆４つ"]);
    expect(Object.keys(find([...planted, "☆", "☆"], 5))).toEqual(["☆", "☆４つ"]);
  });
});

test("a text counts once, however often it has the phrase", () => {
  expect(find(["☆☆☆", "☆"], 3)).toEqual({});
  expect(find(["☆☆☆", "☆"], 2)).toEqual({ "☆": [0, 1] });
});

test("phrases neither begin nor end with a pause, which is a phrase by itself", () => {
  const found = find(["☆、４。", "庭☆、４。", "音。", "駅。"], 2);
  expect(Object.keys(found).sort()).toEqual(["、", "。", "☆", "☆、４", "４"].sort());
});

test("white space between words is part of the phrase", () => {
  expect(find(["a good room", "one good room"], 2)).toEqual({ "good room": [0, 1] });
});

test("no phrase is longer than six words", () => {
  const text = "一二三四五六七".split("").join(" ");
  expect(Object.keys(find([text, text], 2)).map((phrase) => phrase.split(" ").length)).toEqual([
    6, 6,
  ]);
});

test("the same characters cut into words in two ways are one phrase", () => {
  const make = (...words: string[]): WordedText => {
    const starts = words.map((_, at) => words.slice(0, at).join("").length);
    return {
      text: words.join(""),
      words: words.map((word, at) => ({
        start: starts[at] ?? 0,
        end: (starts[at] ?? 0) + word.length,
      })),
    };
  };
  const texts = [make("庭", "石"), make("庭石"), make("庭", "石"), make("庭石")];
  expect(findFrequentPhrases(texts, 2)).toContainEqual({ text: "庭石", rows: [0, 1, 2, 3] });
});

/** By trying everything: words are single characters. */
function findByHand(texts: readonly string[], leastTexts: number): Phrase[] {
  const names = new Set<string>();
  for (const text of texts) {
    for (let start = 0; start < text.length; start += 1) {
      for (let length = 1; length <= 6; length += 1) names.add(text.slice(start, start + length));
    }
  }
  const all = Array.from(names, (text) => ({
    text,
    rows: texts.flatMap((one, row) => (one.includes(text) ? [row] : [])),
  }));
  const frequent = all.filter(
    ({ text, rows }) => rows.length >= leastTexts && (text.length === 1 || !/^。|。$/.test(text)),
  );
  const isAbsorbed = (phrase: Phrase): boolean =>
    frequent.some(
      ({ text, rows }) =>
        (text.slice(1) === phrase.text || text.slice(0, -1) === phrase.text) &&
        text.length > 1 &&
        rows.length >= 0.9 * phrase.rows.length,
    );
  return frequent.filter((phrase) => !isAbsorbed(phrase));
}

test("nothing is missed and nothing is made up", () => {
  const words = fc.string({
    unit: fc.constantFrom(...Array.from("☆★♪。")),
    minLength: 1,
    maxLength: 12,
  });
  const sort = (phrases: readonly Phrase[]) =>
    phrases.toSorted((one, other) => (one.text < other.text ? -1 : 1));
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      (texts, least) => {
        const found = findFrequentPhrases(texts.map(cutIntoWords), least);
        expect(sort(found)).toEqual(sort(findByHand(texts, least)));
      },
    ),
    { numRuns: 200 },
  );
});
