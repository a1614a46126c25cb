import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { makeScored, type ScoredRow } from "../../test/scored-examples.ts";
import { describeSlices } from "./describe-slices.ts";

const LABELS = ["a", "b"];
const RIGHT = { gold: 0, scores: [0.9, 0.1] };
const WRONG = { gold: 0, scores: [0.2, 0.8] };

function sliceRows(rows: readonly ScoredRow[]) {
  return new Map(describeSlices(makeScored(rows), LABELS).map((slice) => [slice.name, slice]));
}

test("a slice is set against the split's other texts", () => {
  const slices = sliceRows([
    { ...WRONG, text: "良くない" },
    { ...RIGHT, text: "悪くない" },
    { ...RIGHT, text: "良い" },
    { gold: 1, scores: [0.9, 0.1], text: "悪い" },
    { ...RIGHT, text: "とても良い" },
  ]);
  expect(slices.get("negation")).toEqual({
    name: "negation",
    count: 2,
    accuracy: 0.5,
    accuracyInterval: [expect.closeTo(0.0945, 4), expect.closeTo(0.9055, 4)],
    macroF1: (2 / 3 + 0) / 2,
    accuracyOfOthers: 2 / 3,
  });
});

test("slices without texts are left out, and one of all texts has no others", () => {
  const slices = sliceRows([{ ...RIGHT, text: "良い?", truncated: true }]);
  expect([...slices.keys()]).toEqual(["length-short", "truncated", "question"]);
  expect(slices.get("question")?.accuracyOfOthers).toBeNull();
});

describe("thirds by length", () => {
  const countThirds = (lengths: readonly number[]) => {
    const slices = sliceRows(lengths.map((tokens) => ({ ...RIGHT, text: "良い", tokens })));
    return (["length-short", "length-middle", "length-long"] as const).map(
      (name) => slices.get(name)?.count ?? 0,
    );
  };

  test.each([
    [
      [9, 3, 5, 4, 8, 7],
      [2, 2, 2],
    ],
    [
      [3, 4, 5, 6],
      [2, 1, 1],
    ],
    [
      [5, 5, 5, 5],
      [4, 0, 0],
    ],
    [
      [3, 5, 5, 5, 5, 9],
      [5, 0, 1],
    ],
    [[3], [1, 0, 0]],
  ])("%j are divided into %j", (lengths, counts) => {
    expect(countThirds(lengths)).toEqual(counts);
  });

  test("take every text once", () => {
    const lengths = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lengths, (some) => {
        expect(countThirds(some).reduce((sum, count) => sum + count, 0)).toBe(some.length);
      }),
    );
  });
});
