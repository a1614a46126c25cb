import { expect, test } from "vitest";

import { isBelowBand, makeAnswerColumns } from "./answer-columns.ts";

const manifest = {
  name: "m",
  version: "v1",
  labels: ["b", "a"],
  calibration: {
    temperature: 1,
    thresholds: [],
    abstain: { below: 0.6, coverage: 0.9, accuracy: 0.9 },
  },
};
const answer = {
  label: "a",
  score: 1 / 3 + 1 / 4,
  scores: { a: 1 / 3 + 1 / 4, b: 5 / 12 },
  tokens: 3,
  truncated: false,
};

test("columns are in the manifest's order of labels, behind the prefix", () => {
  const { names, toValues } = makeAnswerColumns(manifest, "p.");
  expect(names).toEqual(
    ["label", "score", "scores.b", "scores.a", "abstained", "model", "version"].map(
      (name) => `p.${name}`,
    ),
  );
  expect(toValues(answer)).toEqual(["a", 1 / 3 + 1 / 4, 5 / 12, 1 / 3 + 1 / 4, true, "m", "v1"]);
});

test.each([
  [0.59, true],
  [0.6, false],
])("a score of %d below a band of 0.6: %s", (score, expected) => {
  expect(isBelowBand(score, manifest.calibration)).toBe(expected);
});

test("without a band every text is answered", () => {
  expect(isBelowBand(0, { ...manifest.calibration, abstain: null })).toBe(false);
});
