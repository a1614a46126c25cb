import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { chooseSuspects } from "./suspects.ts";

/** 30 texts that are given each label: a, b, c. */
const PREDICTED = Array.from({ length: 90 }, (_, row) => "abc"[Math.floor(row / 30)] ?? "");
const LABELS = ["a", "b", "c"];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function choose(phrases: Readonly<Record<string, readonly number[]>>, limit = 30) {
  const listed = Object.entries(phrases).map(([text, rows]) => ({ text, rows }));
  return chooseSuspects(listed, PREDICTED, LABELS, limit).map(
    ({ text, label }) => `${text} ${label}`,
  );
}

describe("a phrase goes with the label that its texts are given", () => {
  test.each<[string, number[], string[]]>([
    ["all of them", range(0, 10), ["☆ a"]],
    ["most of them", [...range(0, 15), 40, 70], ["☆ a"]],
    ["no more of them than of others", [...range(0, 5), ...range(30, 35), ...range(60, 65)], []],
    ["a single one, which may be chance", [0], []],
    ["few, but none of others", range(0, 2), ["☆ a"]],
    ["of two labels the stronger", [...range(0, 12), ...range(30, 41)], ["☆ a"]],
  ])("%s", (_, rows, expected) => {
    expect(choose({ "☆": rows })).toEqual(expected);
  });

  test("though it be never so sure, when the odds are hardly raised", () => {
    const predicted = Array.from({ length: 100_000 }, (_, row) => (row % 2 === 0 ? "a" : "b"));
    // 12,000 of one label's texts and 8,000 of the other's: odds of 1.7, and beyond any doubt.
    const rows = range(0, 24_000).filter((row) => row % 2 === 0 || row < 16_000);
    const [suspect] = chooseSuspects([{ text: "☆", rows }], predicted, ["a", "b"], 2);
    expect(suspect).toBeUndefined();
  });
});

test("the strongest come first, as many of each label", () => {
  const phrases = {
    四: range(0, 8),
    三: range(0, 12),
    五: range(30, 50),
    六: range(60, 67),
    二: range(0, 20),
    一: range(0, 28),
  };
  expect(choose(phrases)).toEqual(["一 a", "二 a", "三 a", "四 a", "五 b", "六 c"]);
  expect(choose(phrases, 6)).toEqual(["一 a", "二 a", "五 b", "六 c"]);
  expect(choose(phrases, 2)).toEqual([]);
});

describe("of phrases that overlap in the same texts the stronger stays", () => {
  test.each<[string, Record<string, number[]>, string[]]>([
    ["one within the other", { "☆４つ": range(0, 20), "４つ": range(0, 15) }, ["☆４つ a"]],
    ["the weaker around it", { "４つ": range(0, 20), "☆４つ": range(0, 12) }, ["４つ a"]],
    ["in most of the rarer one's", { "４つ": range(0, 20), "☆４つ": range(8, 26) }, ["４つ a"]],
    ["end and beginning", { 評価は良い: range(0, 20), 良いです: range(0, 15) }, ["評価は良い a"]],
    ["beginning and end", { 良いです: range(0, 20), 評価は良い: range(0, 15) }, ["良いです a"]],
  ])("%s", (_, phrases, expected) => {
    expect(choose(phrases)).toEqual(expected);
  });

  test("but both do where they are apart, or in other texts, or of other labels", () => {
    expect(choose({ "☆４": range(0, 20), つつ: range(0, 15) })).toHaveLength(2);
    expect(
      choose({ "☆４つ": range(0, 15), "４つ": [...range(0, 4), ...range(15, 27)] }),
    ).toHaveLength(2);
    expect(choose({ "☆４つ": range(0, 15), "４つ": range(30, 45) })).toHaveLength(2);
  });

  test("of equally strong ones the longer, which says more of where it stands", () => {
    expect(choose({ つ: range(0, 20), "４つ": range(0, 20) })).toEqual(["４つ a"]);
  });
});

test("the phrases' order makes no difference", () => {
  const rows = fc.uniqueArray(fc.nat({ max: 89 }), { minLength: 1, maxLength: 40 });
  const texts = fc.string({
    unit: fc.constantFrom(...Array.from("☆★♪")),
    minLength: 1,
    maxLength: 3,
  });
  const phrases = fc.uniqueArray(fc.record({ text: texts, rows }), {
    selector: ({ text }) => text,
    maxLength: 12,
  });
  const shuffled = phrases.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      expect(chooseSuspects(other, PREDICTED, LABELS, 9)).toEqual(
        chooseSuspects(one, PREDICTED, LABELS, 9),
      );
    }),
  );
});
