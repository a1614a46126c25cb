import { Comparison } from "@kanjo/shared/manifest/gates";
import fc from "fast-check";
import { expect, test } from "vitest";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored, nameLabels, type ScoredRow } from "../../test/scored-examples.ts";
import { computeMetrics } from "../evaluation/metrics.ts";
import { compareAnswers } from "./compare-answers.ts";

const LABELS = ["a", "b"];
const A = [0.9, 0.1];
const B = [0.2, 0.8];

function compare(before: readonly ScoredRow[], after: readonly ScoredRow[]) {
  const release = { name: "small", version: "v1", manifestSha256: "0".repeat(64) };
  return compareAnswers(
    "test",
    { ...release, scored: makeScored(before) },
    { scored: makeScored(after) },
    LABELS,
  );
}

test("what another version answered is set against this one's answers", () => {
  const before = [A, A, B, B, A].map((scores, index) => ({ gold: index % 2, scores }));
  const after = [A, B, A, A, A].map((scores, index) => ({ gold: index % 2, scores }));
  const { other, summary, changed, ...report } = compare(before, after);
  expect(report).toEqual({ split: "test", onlyThisRight: 2, onlyOtherRight: 1 });
  expect(other).toEqual({
    name: "small",
    version: "v1",
    metrics: computeMetrics(makeScored(before), LABELS),
  });
  expect(summary).toEqual({
    version: "v1",
    manifestSha256: "0".repeat(64),
    accuracy: 3 / 5,
    macroF1: other.metrics.macroF1,
    agreement: 2 / 5,
    mcnemarP: 1,
  });
  expect(changed.map(({ row }) => row)).toEqual([2, 3, 4]);
  expect(changed[0]).toEqual({
    row: 2,
    source: "rows:2",
    text: "1",
    gold: "b",
    before: "a",
    after: "b",
    scoreBefore: 0.9,
    scoreAfter: 0.8,
  });
});

test("a text on which both are wrong in another way has changed and is nobody's advantage", () => {
  const [before, after] = [
    [0.8, 0.1, 0.1],
    [0.1, 0.8, 0.1],
  ].map((scores) => makeScored([{ gold: 2, scores }]));
  const { changed, summary, onlyThisRight, onlyOtherRight } = compareAnswers(
    "test",
    { name: "small", version: "v1", manifestSha256: "0".repeat(64), scored: before ?? [] },
    { scored: after ?? [] },
    nameLabels(3),
  );
  expect(changed).toHaveLength(1);
  expect([summary.agreement, summary.mcnemarP, onlyThisRight, onlyOtherRight]).toEqual([
    0, 1, 0, 0,
  ]);
});

test("the tally explains the difference in accuracy, whatever the answers", () => {
  const seeds = fc.tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 1, max: 60 }));
  fc.assert(
    fc.property(seeds, ([seed, count]) => {
      const random = createRandom(seed);
      const before = makeRandomRows(random, count, 2, 3);
      const after = makeRandomRows(random, count, 2, 3).map(({ scores }, row) => ({
        gold: before[row]?.gold ?? 0,
        scores,
      }));
      const report = compare(before, after);
      const { accuracy } = computeMetrics(makeScored(after), LABELS);
      expect(Comparison.safeParse(report.summary).error).toBeUndefined();
      expect((report.onlyThisRight - report.onlyOtherRight) / count).toBeCloseTo(
        accuracy - report.summary.accuracy,
        12,
      );
      // Of two labels one is right wherever they differ.
      expect(report.changed).toHaveLength(report.onlyThisRight + report.onlyOtherRight);
    }),
  );
});

test("a version with other labels is refused", () => {
  expect(() => compare([{ gold: 0, scores: [0.5, 0.3, 0.2] }], [{ gold: 0, scores: A }])).toThrow(
    expect.objectContaining({ code: "labels-differ" }),
  );
});

test("answers to other texts are a defect", () => {
  expect(() => compare([{ gold: 0, scores: A }], [])).toThrow("1 answers are compared with 0");
  expect(() =>
    compare([{ text: "一", gold: 0, scores: A }], [{ text: "二", gold: 0, scores: A }]),
  ).toThrow("different texts are compared in row 1");
});
