import { describe, expect, test } from "vitest";

import { makeScored } from "../../test/scored-examples.ts";
import type { Neighbour } from "../report/report.ts";
import { makeLabelNoiseTest } from "./label-noise.ts";

/** Labels are a and b; texts whose gold label is b give it 0.6, 0.7 and 0.8: the mean is 0.7. */
const SPLIT = makeScored([
  { gold: 1, scores: [0.4, 0.6] },
  { gold: 1, scores: [0.3, 0.7] },
  { gold: 1, scores: [0.2, 0.8] },
  { gold: 0, scores: [0.9, 0.1] },
  { gold: 0, scores: [0.02, 0.98] },
]);

/** Whether an error, a in the data and b to the model, may be the label's. */
function isNoise(score: number, near: readonly Neighbour[], split = SPLIT): boolean | undefined {
  const [error] = makeScored([{ gold: 0, scores: [1 - score, score] }]);
  return error && makeLabelNoiseTest(split)(error, near);
}

function makeNear(
  ...pairs: readonly (readonly [label: string, similarity: number])[]
): Neighbour[] {
  return pairs.map(([label, similarity], row) => ({
    label,
    similarity,
    text: "近い",
    source: `train:${row + 1}`,
  }));
}

const AGREEING = makeNear(["b", 0.9]);

describe("the model has to be as sure as it usually is of that label", () => {
  test.each([
    [0.69, false],
    [0.71, true],
    [0.99, true],
  ])("at %d: %s", (score, expected) => {
    expect(isNoise(score, AGREEING)).toBe(expected);
  });

  test("what counts as sure is measured where the label is gold, whatever was predicted", () => {
    const unsure = makeScored([
      { gold: 1, scores: [0.9, 0.1] },
      { gold: 1, scores: [0.5, 0.5] },
    ]);
    expect(isNoise(0.55, AGREEING, unsure)).toBe(true);
  });

  test("of a label that is nobody's it is never known", () => {
    const onlyA = makeScored([{ gold: 0, scores: [0.1, 0.9] }]);
    expect(isNoise(0.99, AGREEING, onlyA)).toBe(false);
  });
});

describe("near texts have to speak for the other label", () => {
  test.each<[string, ReturnType<typeof makeNear>, boolean]>([
    ["there are none", [], false],
    ["they are not near enough", makeNear(["b", 0.49], ["b", 0.45]), false],
    ["they are just near enough", makeNear(["b", 0.5]), true],
    ["the far ones are against it", makeNear(["b", 0.6], ["a", 0.49], ["a", 0.49]), true],
    ["most of them have the gold label", makeNear(["b", 0.6], ["a", 0.6], ["a", 0.6]), false],
    ["as many, but nearer ones have it", makeNear(["b", 0.9], ["a", 0.6]), true],
    ["as many and as near ones have it", makeNear(["b", 0.6], ["a", 0.6]), false],
    [
      "more, but together less near ones have it",
      makeNear(["b", 0.5], ["b", 0.5], ["a", 0.95]),
      true,
    ],
    ["a third label has the majority", makeNear(["b", 0.6], ["c", 0.6], ["c", 0.6]), false],
  ])("where %s", (_, near, expected) => {
    expect(isNoise(0.9, near)).toBe(expected);
  });
});
