import { Calibration } from "@kanjo/shared/manifest/calibration";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored, nameLabels, type ScoredRow } from "../../test/scored-examples.ts";
import { fitCalibration } from "./fit-calibration.ts";

const LABELS = ["a", "b"];

/** Texts of `b` with these scores for `a`, after one of `a` with 0.99. */
function withOthers(scores: readonly number[]) {
  const rows = scores.map((score) => ({ gold: 1, scores: [score, 1 - score] }));
  return makeScored([{ gold: 0, scores: [0.99, 0.01] }, ...rows]);
}

function thresholdOf(scored: ReturnType<typeof makeScored>, label: string, rate: number) {
  const { thresholds } = fitCalibration(scored, LABELS, 1, null);
  const found = thresholds.find((one) => one.label === label && one.falseAlarmRate === rate);
  return found?.score;
}

test("both rates for every label, in the labels' order, and the temperature as it was given", () => {
  const { thresholds, temperature, abstain } = fitCalibration(withOthers([0.1]), LABELS, 1.5, null);
  expect(thresholds.map(({ label, falseAlarmRate }) => [label, falseAlarmRate])).toEqual([
    ["a", 0.01],
    ["a", 0.05],
    ["b", 0.01],
    ["b", 0.05],
  ]);
  expect([temperature, abstain]).toEqual([1.5, null]);
});

describe("the threshold", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index / 200);

  test("lets as many of the others through as the rate allows", () => {
    const scored = withOthers(hundred);
    expect(thresholdOf(scored, "a", 0.01)).toBe(99 / 200);
    expect(thresholdOf(scored, "a", 0.05)).toBe(95 / 200);
  });

  test("lies above scores that too many of them share", () => {
    expect(
      thresholdOf(withOthers([...hundred.slice(0, 94), ...Array(6).fill(0.9)]), "a", 0.05),
    ).toBe(0.99);
    expect(
      thresholdOf(withOthers([...hundred.slice(0, 95), ...Array(5).fill(0.9)]), "a", 0.05),
    ).toBe(0.9);
  });

  test("is null where too many of them share the highest score", () => {
    expect(thresholdOf(withOthers([0.99, 0.2, 0.1]), "a", 0.05)).toBeNull();
  });

  test("is null where there are no others", () => {
    expect(thresholdOf(makeScored([{ gold: 0, scores: [0.8, 0.2] }]), "a", 0.05)).toBeNull();
    expect(thresholdOf(makeScored([{ gold: 0, scores: [0.8, 0.2] }]), "b", 0.05)).toBeNull();
  });
});

describe("the abstain band", () => {
  const rows: readonly ScoredRow[] = [0.55, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 1].map(
    (score, index) => ({ gold: index < 3 ? 1 : 0, scores: [score, 1 - score] }),
  );
  const fit = (share: number, some = rows) =>
    fitCalibration(makeScored(some), LABELS, 1, share).abstain;

  test("leaves the least sure share unanswered", () => {
    expect(fit(0.2)).toEqual({ below: 0.7, coverage: 0.8, accuracy: 7 / 8 });
    expect(fit(0.3)).toEqual({ below: 0.8, coverage: 0.7, accuracy: 1 });
    expect(fit(0.39)).toEqual(fit(0.3));
  });

  test("counts a share that is no exact binary fraction as people do", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 0.5 + index / 200);
    const some = hundred.map((score) => ({ gold: 0, scores: [score, 1 - score] }));
    expect(Math.floor(0.29 * 100)).toBe(28);
    expect(fit(0.29, some)?.coverage).toBe(0.71);
  });

  test("answers all where the share is less than a text, or all are equally sure", () => {
    expect(fit(0.05)).toEqual({ below: 0.55, coverage: 1, accuracy: 0.7 });
    const equal = rows.map(({ gold }) => ({ gold, scores: [0.75, 0.25] }));
    expect(fit(0.5, equal)).toEqual({ below: 0.75, coverage: 1, accuracy: 0.7 });
  });
});

describe("for any answers", () => {
  const answers = fc
    .tuple(
      fc.integer({ min: 1, max: 2 ** 30 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(3, 30, null),
    )
    .map(([seed, count, levels]) => makeRandomRows(createRandom(seed), count, 3, levels));
  const share = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100);

  test("a threshold keeps its rate, and any lower score that occurs does not", () => {
    fc.assert(
      fc.property(answers, (rows) => {
        const { thresholds } = fitCalibration(makeScored(rows), nameLabels(3), 1, null);
        for (const { label, falseAlarmRate, score } of thresholds) {
          const index = nameLabels(3).indexOf(label);
          const others = rows.filter(({ gold }) => gold !== index);
          if (others.length === 0) continue;
          const rateFrom = (threshold: number) =>
            others.filter(({ scores }) => (scores[index] ?? 0) >= threshold).length / others.length;
          const lower = rows
            .map(({ scores }) => scores[index] ?? 0)
            .filter((one) => one < (score ?? Infinity));
          expect(rateFrom(score ?? Infinity)).toBeLessThanOrEqual(falseAlarmRate);
          for (const one of lower) expect(rateFrom(one)).toBeGreaterThan(falseAlarmRate);
        }
      }),
    );
  });

  test("no more than the share go unanswered, and one score higher they would be more", () => {
    fc.assert(
      fc.property(answers, share, (rows, wanted) => {
        const calibration = fitCalibration(makeScored(rows), nameLabels(3), 1, wanted);
        expect(Calibration.safeParse(calibration).error).toBeUndefined();
        const { below = 0, coverage = 0 } = calibration.abstain ?? {};
        const scores = rows.map((row) => Math.max(...row.scores)).sort((a, b) => a - b);
        expect(Math.round((1 - coverage) * 1e6)).toBeLessThanOrEqual(Math.round(wanted * 1e6));
        const next = scores.find((score) => score > below);
        if (next === undefined) return;
        const refused = scores.filter((score) => score < next).length / scores.length;
        expect(refused).toBeGreaterThan(wanted);
      }),
    );
  });
});
