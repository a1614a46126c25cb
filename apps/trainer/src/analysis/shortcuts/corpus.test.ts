import { expect, test } from "vitest";

import { makeScored } from "../../../test/scored-examples.ts";
import { openCorpus } from "./corpus.ts";

const TEXTS = ["良い庭", "悪い音", "良い庭", "広い 部屋", "悪い音", "遠い駅"];
const SCORED = makeScored(TEXTS.map((text) => ({ text, gold: 0, scores: [0.7, 0.3] })));

test("of copies the first is taken, with its row and its words", () => {
  const corpus = openCorpus(SCORED, 100);
  const rows = corpus.map(({ row, example: { text } }) => [row, text] as const);
  expect(rows.toSorted(([one], [other]) => one - other)).toEqual([
    [0, "良い庭"],
    [1, "悪い音"],
    [3, "広い 部屋"],
    [5, "遠い駅"],
  ]);
  const room = corpus.find(({ row }) => row === 3);
  expect(room?.worded.words).toEqual([
    { start: 0, end: 2 },
    { start: 3, end: 5 },
  ]);
  expect(room?.answer).toBe(SCORED[3]?.answer);
});

test("a sample is the same of the same texts, and no larger than asked for", () => {
  expect(openCorpus(SCORED, 2)).toEqual(openCorpus(SCORED, 100).slice(0, 2));
});
