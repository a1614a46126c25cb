import { expect, test } from "vitest";

import type { Dataset, Example } from "../dataset.ts";
import { measureLengths } from "./measure-lengths.ts";

/** A token a code point, and two special ones. */
const countTokens = (text: string): number => Array.from(text).length + 2;

function classify(...texts: readonly (readonly [text: string, pair?: string])[]): Dataset {
  const train = texts.map(([text, pair], index): Example => ({
    text,
    ...(pair === undefined ? {} : { pair }),
    label: "x",
    source: `f:${index + 1}`,
  }));
  return {
    task: "classification",
    labels: ["x"],
    carved: [],
    splits: { train, validation: [], test: [] },
  };
}

test("lengths are counted in characters, not in UTF-16 units, by nearest rank", () => {
  const texts = Array.from({ length: 10 }, (_, index) => ["😀".repeat(index + 1)] as const);
  expect(measureLengths(classify(...texts), null)).toEqual({
    lengths: [{ split: "train", characters: { min: 1, median: 5, p90: 9, max: 10 }, tokens: null }],
    problems: [],
  });
});

test("two texts are counted as one row with three special tokens", () => {
  const { lengths } = measureLengths(classify(["犬", "とても"]), { countTokens, maxTokens: 9 });
  const four = { min: 4, median: 4, p90: 4, max: 4 };
  const seven = { min: 7, median: 7, p90: 7, max: 7 };
  expect(lengths).toEqual([{ split: "train", characters: four, tokens: { ...seven, over: 0 } }]);
});

test("of choices the longest counts", () => {
  const question = { text: "空は？", choices: ["青", "水色"], answer: 0, source: "f:1" };
  const { lengths } = measureLengths(
    {
      task: "multiple-choice",
      choices: 2,
      carved: [],
      splits: { train: [question], validation: [], test: [] },
    },
    { countTokens, maxTokens: 7 },
  );
  expect(lengths).toMatchObject([{ characters: { max: 5 }, tokens: { max: 8, over: 1 } }]);
});

test("rows that would be cut are a warning when they are more than a hundredth", () => {
  const short = Array.from({ length: 99 }, () => ["短い"] as const);
  const limit = { countTokens, maxTokens: 6 };
  expect(measureLengths(classify(...short, ["五文字です"]), limit).problems).toEqual([]);
  expect(
    measureLengths(classify(...short, ["五文字です"], ["とても長い"]), limit).problems,
  ).toEqual([
    {
      severity: "warning",
      check: "truncation",
      message: "2.0 % of the rows have over 6 tokens and are cut",
      sources: ["f:100", "f:101"],
      count: 2,
    },
  ]);
});

test("long contexts are divided, not cut", () => {
  const row = {
    id: "q",
    text: "空は？",
    context: "空は青い。".repeat(9),
    answers: [{ text: "青い", start: 2 }],
    source: "f:1",
  };
  const dataset: Dataset = {
    task: "span",
    stride: 1,
    carved: [],
    splits: { train: [row], validation: [], test: [] },
  };
  const { lengths, problems } = measureLengths(dataset, { countTokens, maxTokens: 20 });
  expect(lengths).toMatchObject([{ tokens: { max: 51, over: 1 } }]);
  expect(problems).toEqual([]);
});
