import { describe, expect, test } from "vitest";

import { makeScored } from "../../../test/scored-examples.ts";
import { openCorpus } from "./corpus.ts";
import { isFlip, listFlipTests, planControls, planTrials, type FlipTest } from "./flip-test.ts";

const REMOVAL: FlipTest = { phrase: "☆４つ", change: "removal", from: "a", to: null };
const INSERTION: FlipTest = { phrase: "☆４つ", change: "insertion", from: "b", to: "a" };

/** Texts and the label that they are given. */
function makeCorpus(
  texts: readonly (readonly [text: string, label: "a" | "b"])[],
  truncated = false,
) {
  const rows = texts.map(([text, label]) => ({
    text,
    gold: 0,
    scores: label === "a" ? [0.9, 0.1] : [0.2, 0.8],
    truncated,
  }));
  return openCorpus(makeScored(rows), rows.length);
}

const CORPUS = makeCorpus([
  ["部屋は広い。☆４つ", "a"],
  ["☆４つですが駅から遠い。", "a"],
  ["☆４つと書いたが狭い。", "b"],
  ["☆４つ", "a"],
  ["庭が良い。", "a"],
  ["食事は冷めていた。", "b"],
  ["隣の音がうるさい。", "b"],
]);

test("a phrase is taken out of its label's texts, and put into each other label's", () => {
  const tests = listFlipTests({ text: "☆", label: "b" }, ["a", "b", "c"]);
  expect(tests).toEqual([
    { phrase: "☆", change: "removal", from: "b", to: null },
    { phrase: "☆", change: "insertion", from: "a", to: "b" },
    { phrase: "☆", change: "insertion", from: "c", to: "b" },
  ]);
});

test.each([
  ["removal", "a", false],
  ["removal", "b", true],
  ["removal", "c", true],
  ["insertion", "b", false],
  ["insertion", "a", true],
  ["insertion", "c", false],
])("after a %s, %s is a flip: %s", (change, label, expected) => {
  expect(isFlip(change === "removal" ? REMOVAL : INSERTION, label)).toBe(expected);
});

describe("texts are changed", () => {
  test("by removal those of the label that have it, and something else", () => {
    expect(new Set(planTrials(CORPUS, REMOVAL, 9).map(({ text }) => text))).toEqual(
      new Set(["部屋は広い。", "ですが駅から遠い。"]),
    );
  });

  test("by insertion those of the other label that do not have it, at either end", () => {
    const trials = planTrials(CORPUS, INSERTION, 9);
    expect(new Set(trials.map(({ before }) => before.example.text))).toEqual(
      new Set(["食事は冷めていた。", "隣の音がうるさい。"]),
    );
    for (const { before, text } of trials) {
      const { text: whole } = before.example;
      expect([`☆４つ${whole}`, `${whole}☆４つ`]).toContain(text);
    }
  });

  test("a few are the first of many", () => {
    expect(planTrials(CORPUS, INSERTION, 1)).toEqual(planTrials(CORPUS, INSERTION, 9).slice(0, 1));
  });
});

const MANY = Array.from({ length: 200 }, (_, row) => [`${row}番の庭は狭い。`, "b"] as const);

test("about half of the insertions are at the start, and none at an end that is cut off", () => {
  const countAtStart = (truncated: boolean): number =>
    planTrials(makeCorpus(MANY, truncated), INSERTION, 200).filter(({ text }) =>
      text.startsWith(INSERTION.phrase),
    ).length;
  expect(countAtStart(true)).toBe(200);
  expect(Math.abs(countAtStart(false) - 100)).toBeLessThan(30);
});

describe("a control is changed in the same way", () => {
  test("by taking other words out of the same text", () => {
    for (const { before } of planTrials(CORPUS, REMOVAL, 9)) {
      const { text } = before.example;
      const controls = planControls(CORPUS, REMOVAL, before, 4);
      expect(controls.length).toBeGreaterThan(1);
      expect(new Set(controls).size).toBe(controls.length);
      for (const control of controls) {
        expect(control).toContain("☆４つ");
        expect(text.length - control.length).toBeGreaterThanOrEqual(3);
      }
    }
  });

  test("by putting other texts' words at the same place", () => {
    const corpus = makeCorpus([...MANY, ["☆４つの宿で食事が良い。", "a"]]);
    for (const { before, text } of planTrials(corpus, INSERTION, 200)) {
      const { text: whole } = before.example;
      const [control = ""] = planControls(corpus, INSERTION, before, 1);
      const isAtStart = text.startsWith("☆４つ");
      expect(isAtStart ? control.endsWith(whole) : control.startsWith(whole)).toBe(true);
      expect(control).not.toContain("☆");
      const passage = isAtStart ? control.slice(0, -whole.length) : control.slice(whole.length);
      expect(passage.trim().length).toBeGreaterThanOrEqual(3);
    }
  });

  test("never by putting a text's own words into it", () => {
    const corpus = makeCorpus([
      ["☆４つ", "a"],
      ["駅から遠い宿", "b"],
    ]);
    const [put] = planTrials(corpus, INSERTION, 9);
    expect(put && planControls(corpus, INSERTION, put.before, 4)).toEqual([]);
  });

  test("and there is none where no text has so many other words", () => {
    const corpus = makeCorpus([
      ["☆４つ良い", "a"],
      ["狭い", "b"],
    ]);
    const [taken] = planTrials(corpus, REMOVAL, 9);
    const [put] = planTrials(corpus, INSERTION, 9);
    expect(taken && planControls(corpus, REMOVAL, taken.before, 4)).toEqual([]);
    expect(put && planControls(corpus, INSERTION, put.before, 4)).toEqual([]);
  });
});
