import { softmax } from "@kanjo/shared/classification";
import { describe, expect, test } from "vitest";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored, nameLabels } from "../../test/scored-examples.ts";
import { computeMetrics } from "../evaluation/metrics.ts";
import { describeSplit } from "./describe-split.ts";

const LABELS = nameLabels(3);
const ROWS = makeRandomRows(createRandom(3), 400, 3, null);
const SCORED = makeScored(ROWS);
const CALIBRATION = { temperature: 1, abstain: null };

describe("calibration", () => {
  test("before is that of the scores without the temperature, after that of the scores", () => {
    const temperature = 2.5;
    const cooled = makeScored(
      ROWS.map(({ gold, scores }) => ({
        gold,
        scores: softmax(scores.map((score) => Math.log(score) / temperature)),
      })),
    );
    const { before, after } = describeSplit("test", cooled, LABELS, {
      ...CALIBRATION,
      temperature,
    }).calibration;
    const [expected, published] = [SCORED, cooled].map((one) => computeMetrics(one, LABELS));
    expect(before.negativeLogLikelihood).toBeCloseTo(expected?.loss ?? 0, 10);
    expect(before.brier).toBeCloseTo(expected?.brier ?? 0, 10);
    expect(before.expectedCalibrationError).toBeCloseTo(
      expected?.expectedCalibrationError ?? 0,
      10,
    );
    expect(after.negativeLogLikelihood).toBe(published?.loss);
    expect(after.brier).toBe(published?.brier);
    expect(after.expectedCalibrationError).toBe(published?.expectedCalibrationError);
    expect(after.brier).not.toBeCloseTo(before.brier, 2);
  });

  test("bins are those that have texts, from the lowest score to the highest", () => {
    const scored = makeScored([
      { gold: 0, scores: [0.9, 0.1] },
      { gold: 1, scores: [0.92, 0.08] },
      { gold: 1, scores: [0, 1] },
      { gold: 1, scores: [0.6, 0.4] },
    ]);
    expect(describeSplit("test", scored, ["a", "b"], CALIBRATION).calibration.after.bins).toEqual([
      // 9/15 belongs to the bin that it closes.
      { from: 8 / 15, to: 9 / 15, count: 1, meanScore: 0.6, accuracy: 0 },
      { from: 13 / 15, to: 14 / 15, count: 2, meanScore: expect.closeTo(0.91, 12), accuracy: 0.5 },
      { from: 14 / 15, to: 1, count: 1, meanScore: 1, accuracy: 1 },
    ]);
  });

  test("scores of exactly 0 stay finite without the temperature", () => {
    const scored = makeScored([{ gold: 1, scores: [1, 0] }]);
    const { before } = describeSplit("test", scored, ["a", "b"], {
      ...CALIBRATION,
      temperature: 3,
    }).calibration;
    expect(Number.isFinite(before.negativeLogLikelihood)).toBe(true);
  });
});

describe("curves", () => {
  const { classes, riskCoverage, areaUnderRiskCoverage } = describeSplit(
    "test",
    SCORED,
    LABELS,
    CALIBRATION,
  );

  test("of many texts have at most 200 points, from end to end", () => {
    for (const { roc, precisionRecall } of classes) {
      expect([roc[0], roc.at(-1)]).toEqual([
        [0, 0],
        [1, 1],
      ]);
      expect(precisionRecall[0]).toEqual([0, 1]);
      expect(precisionRecall.at(-1)?.[0]).toBe(1);
      expect(Math.max(roc.length, precisionRecall.length)).toBeLessThanOrEqual(200);
    }
    expect(riskCoverage.length).toBeLessThanOrEqual(200);
    expect(riskCoverage.at(-1)).toEqual([1, expect.closeTo(1 - accuracyOf(), 12)]);
  });

  test("have nearly the area of all points", () => {
    for (const { roc, rocAuc } of classes) {
      const area = roc.reduce((sum, [x, y], index) => {
        const [lastX, lastY] = roc[index - 1] ?? [x, y];
        return sum + ((x - lastX) * (y + lastY)) / 2;
      }, 0);
      expect(area).toBeCloseTo(rocAuc ?? 0, 2);
    }
    const risks = riskCoverage.map(([, risk]) => risk);
    expect(areaUnderRiskCoverage).toBeGreaterThan(Math.min(...risks));
    expect(areaUnderRiskCoverage).toBeLessThan(1 - accuracyOf());
  });

  function accuracyOf(): number {
    return computeMetrics(SCORED, LABELS).accuracy;
  }
});

describe("the abstain band", () => {
  const scored = makeScored([
    { gold: 0, scores: [0.9, 0.1] },
    { gold: 1, scores: [0.8, 0.2] },
    { gold: 1, scores: [0.6, 0.4] },
  ]);
  const answer = (below: number) => {
    const abstain = { below, coverage: 0.95, accuracy: 0.9 };
    return describeSplit("test", scored, ["a", "b"], { temperature: 1, abstain }).answered;
  };

  test("is that of the validation texts, and what it leaves is this split's own", () => {
    expect(answer(0.8)).toEqual({ coverage: 2 / 3, accuracy: 0.5 });
    expect(answer(0.95)).toEqual({ coverage: 0, accuracy: null });
  });

  test("is not reported of a model without one", () => {
    expect(describeSplit("test", scored, ["a", "b"], CALIBRATION).answered).toBeNull();
  });
});

test("labels that no text has are reported, without what needs texts", () => {
  const scored = makeScored([{ gold: 0, scores: [0.7, 0.2, 0.1] }]);
  const { classes } = describeSplit("test", scored, LABELS, CALIBRATION);
  expect(classes).toEqual([
    expect.objectContaining({ label: "a", support: 1, predicted: 1, f1: 1, rocAuc: null, roc: [] }),
    expect.objectContaining({
      label: "b",
      support: 0,
      predicted: 0,
      f1: 0,
      averagePrecision: null,
    }),
    expect.objectContaining({ label: "c", support: 0, precision: 0, precisionRecall: [] }),
  ]);
});
