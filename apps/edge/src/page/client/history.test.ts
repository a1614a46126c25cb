import { expect, test } from "vitest";

import type { SentimentAnswer } from "../../sentiment/schemas.ts";
import { addEntry, type Entry } from "./history.ts";

const answer: SentimentAnswer = {
  label: "good",
  score: 1,
  scores: { good: 1 },
  abstained: false,
  tokens: 3,
  truncated: false,
  windows: 1,
  model: { name: "m", version: "v", manifestSha256: "0".repeat(64) },
  timing: { tokenizerMs: 0, modelMs: 0 },
};

const add = (texts: readonly string[]): string[] =>
  texts
    .reduce<readonly Entry[]>((entries, text) => addEntry(entries, { text, answer }), [])
    .map(({ text }) => text);

test.each([
  ["the newest in front", ["雨", "雪"], ["雪", "雨"]],
  ["a text that goes on in place of its beginning", ["雨", "良い", "良い店"], ["良い店", "雨"]],
  ["a text that was shortened in place of the longer", ["良い店", "良い"], ["良い"]],
  ["a text once, where it was asked last", ["雨", "雪", "雨"], ["雨", "雪"]],
])("%s", (_name, texts, expected) => {
  expect(add(texts)).toEqual(expected);
});

test("no more than fifty", () => {
  const texts = Array.from({ length: 60 }, (_, index) => `${index}番`);
  expect(add(texts)).toEqual(texts.toReversed().slice(0, 50));
});
