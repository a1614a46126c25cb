import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { computePearson, computeSpearman } from "./correlation.ts";

/** Coefficients of `pearsonr` and `spearmanr`, SciPy 1.17.1. */
const SCIPY: readonly [string, number[], number[], number, number][] = [
  [
    "numbers that go together a little",
    [2.502, 2.888, 2.144, 1.342, 1.909, 1.211, 2.578, 4.242, 1.86],
    [1.1, 2.5, 1.9, 1.0, 0.4, 0.8, 2.5, 1.6, 0.8],
    0.5164475064580194,
    0.7311182519299355,
  ],
  [
    "many ties on both sides",
    [2, 2, 1, 3, 1, 0, 3, 0, 3, 2, 0, 0],
    [1, 0, 0, 1, 2, 1, 2, 2, 2, 1, 1, 1],
    0.1191586461884342,
    0.14221363894199315,
  ],
  [
    "opposites with an outlier",
    [1, 2, 3, 4, 5, 100],
    [-1, -2, -3, -4, -5, -6],
    -0.6812154343391407,
    -1,
  ],
  [
    "numbers far from zero",
    [1000000001, 1000000002, 1000000003, 1000000005],
    [0.1, 0.2, 0.2, 0.9],
    0.9239364353597957,
    0.9486832980505139,
  ],
];

test.each(SCIPY)("the correlations of %s are SciPy's", (_, left, right, pearson, spearman) => {
  expect(computePearson(left, right)).toBeCloseTo(pearson, 12);
  expect(computeSpearman(left, right)).toBeCloseTo(spearman, 12);
});

test("where one side is constant there is no correlation, which counts as 0", () => {
  expect(computePearson([0.1, 0.1, 0.1], [1, 2, 3])).toBe(0);
  expect(computeSpearman([1, 2, 3], [0.3, 0.3, 0.3])).toBe(0);
});

describe("for any numbers", () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer()), {
    minLength: 2,
    maxLength: 30,
  });

  test("Spearman's sees the order alone", () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const left = rows.map(([value]) => value);
        const right = rows.map(([, value]) => value);
        const cubes = left.map((value) => value ** 3);
        expect(computeSpearman(cubes, right)).toBeCloseTo(computeSpearman(left, right), 12);
      }),
    );
  });

  test("Pearson's sees neither scale nor origin, and turns with the sign", () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const left = rows.map(([value]) => value);
        const right = rows.map(([, value]) => value);
        const moved = left.map((value) => 7 - 3 * value);
        expect(computePearson(moved, right)).toBeCloseTo(-computePearson(left, right), 9);
      }),
    );
  });
});
