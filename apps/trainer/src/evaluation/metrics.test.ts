import { createHash } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored } from "../../test/scored-examples.ts";
import { computeMcNemarP } from "./mcnemar.ts";
import { computeMetrics } from "./metrics.ts";

test("McNemar's test does not tell the models apart that never differ", () => {
  expect(computeMcNemarP(0, 0)).toBe(1);
});

test("two thirds right, by hand", () => {
  const metrics = computeMetrics(
    makeScored([
      { text: "良い", gold: 0, scores: [0.8, 0.2] },
      { text: "悪い", gold: 1, scores: [0.3, 0.7] },
      { text: "並", gold: 1, scores: [0.6, 0.4] },
    ]),
    ["a", "b"],
  );
  const lines = '["a","良い"]\n["b","悪い"]\n["b","並"]\n';
  expect(metrics).toEqual({
    dataSha256: createHash("sha256").update(lines).digest("hex"),
    count: 3,
    accuracy: 2 / 3,
    macroF1: 2 / 3,
    matthews: 0.5,
    loss: expect.closeTo(-(Math.log(0.8) + Math.log(0.7) + Math.log(0.4)) / 3, 12),
    expectedCalibrationError: expect.closeTo((0.2 + 0.3 + 0.6) / 3, 12),
    brier: expect.closeTo((2 * 0.04 + 2 * 0.09 + 2 * 0.36) / 3, 12),
    confusionMatrix: [
      [1, 0],
      [1, 1],
    ],
  });
});

test("a sure mistake has a finite loss", () => {
  const metrics = computeMetrics(makeScored([{ gold: 1, scores: [1, 0] }]), ["a", "b"]);
  expect(metrics.loss).toBeCloseTo(-Math.log(1e-12), 9);
});

test("a gold label that the model does not know is refused with its row", () => {
  const scored = makeScored([
    { gold: 0, scores: [1, 0] },
    { gold: 2, scores: [1, 0] },
  ]);
  expect(() => computeMetrics(scored, ["a", "b"])).toThrow(
    expect.objectContaining({ code: "label-unknown", message: expect.stringContaining("rows:2") }),
  );
});

test("the figures do not depend on the order of the texts or of the labels", () => {
  const rows = fc
    .tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 1, max: 40 }))
    .map(([seed, count]) => makeRandomRows(createRandom(seed), count, 3, 4));
  fc.assert(
    fc.property(rows, (some) => {
      const scored = makeScored(some);
      const {
        dataSha256: _,
        confusionMatrix,
        ...figures
      } = computeMetrics(scored, ["a", "b", "c"]);
      const turned = computeMetrics(scored.toReversed(), ["c", "b", "a"]);
      expect(turned).toMatchObject(
        Object.fromEntries(
          Object.entries(figures).map(([name, value]) => [name, expect.closeTo(value, 11)]),
        ),
      );
      expect(turned.confusionMatrix).toEqual(
        confusionMatrix.map((row) => row.toReversed()).toReversed(),
      );
    }),
  );
});
