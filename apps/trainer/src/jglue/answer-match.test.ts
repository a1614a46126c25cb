import { expect, test } from "vitest";

import { matchAnswer } from "./answer-match.ts";

/**
 * Answer, gold answers, exact match and F1. The figures come from
 * `get_raw_scores` of transformers 4.24's `squad_metrics.py` with JGLUE's patch
 * (fine-tuning/patch/transformers-4.24.0_jglue-1.1.0.patch), run on these answers.
 */
const PATCHED_TRANSFORMERS: readonly [string, readonly string[], number, number][] = [
  ["小さな駅", ["小さな駅"], 1, 1],
  ["小さな駅。", ["小さな駅"], 1, 1],
  ["小さな駅。。", ["小さな駅。"], 1, 1],
  ["駅。 ", ["駅"], 0, 2 / 3],
  ["小さな駅", ["大きな駅", "駅"], 0, 0.5],
  ["285km/h", ["285 KM/H"], 0, 0.9333333333333333],
  ["285　km/h", ["285 km/h"], 1, 1],
  ["ＡＢＣ", ["abc"], 0, 0],
  ["the 駅", ["駅"], 0, 1 / 3],
  ["「駅」", ["駅"], 0, 0.5],
  ["", ["駅"], 0, 0],
  ["", ["。"], 1, 1],
  ["駅", [], 0, 0],
  ["𠮷野家", ["吉野家"], 0, 2 / 3],
  ["𠮷𠮷", ["𠮷"], 0, 2 / 3],
  ["ああい", ["あいい"], 0, 2 / 3],
  ["山と川と海", ["川", "海と山"], 0, 0.75],
  ["a\u001cb", ["a b"], 1, 1],
  ["\ufeff駅", ["駅"], 0, 2 / 3],
];

test.each(PATCHED_TRANSFORMERS)("%j for %j matches as in JGLUE", (answer, golds, exact, f1) => {
  const match = matchAnswer(answer, golds);
  expect(match.exactMatch).toBe(exact);
  expect(match.f1).toBeCloseTo(f1, 12);
});
