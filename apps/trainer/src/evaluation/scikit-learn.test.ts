import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { SplitMetrics } from "@kanjo/shared/manifest";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored, nameLabels, type ScoredRow } from "../../test/scored-examples.ts";
import { describeSplit } from "../report/describe-split.ts";
import { computeMcNemarP } from "./mcnemar.ts";
import { computeMetrics } from "./metrics.ts";
import { computeWilsonInterval } from "./wilson-interval.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const hasOracle = spawnSync(python, ["-c", "import sklearn, scipy"]).status === 0;
if (!hasOracle) {
  process.stderr.write("skipped: scikit-learn's figures, because KANJO_PYTHON lacks it\n");
}
const script = fileURLToPath(new URL("../../test/evaluation_oracle.py", import.meta.url));

const Points = z.array(z.tuple([z.number(), z.number()]));
const Oracle = z.object({
  measured: z.array(
    z.object({
      accuracy: z.number(),
      macroF1: z.number(),
      matthews: z.number(),
      loss: z.number(),
      brier: z.number(),
      expectedCalibrationError: z.number(),
      confusionMatrix: z.array(z.array(z.number())),
      classes: z.array(
        z.object({
          precision: z.number(),
          recall: z.number(),
          f1: z.number(),
          support: z.number(),
          rocAuc: z.number().nullable(),
          averagePrecision: z.number().nullable(),
          roc: Points,
          precisionRecall: Points,
        }),
      ),
      accuracyInterval: z.tuple([z.number(), z.number()]),
    }),
  ),
  wilson: z.array(z.tuple([z.number(), z.number()])),
  mcnemar: z.array(z.number()),
});

interface Request {
  readonly cases: readonly (readonly ScoredRow[])[];
  readonly shares: readonly (readonly [number, number])[];
  readonly discordant: readonly (readonly [number, number])[];
}

function askOracle(request: Request): z.infer<typeof Oracle> {
  const { stdout, stderr } = spawnSync(python, [script], {
    input: JSON.stringify(request),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  expect(stdout, stderr).not.toBe("");
  return Oracle.parse(JSON.parse(stdout));
}

const CORNERS: readonly (readonly ScoredRow[])[] = [
  [{ gold: 0, scores: [1, 0] }],
  [{ gold: 1, scores: [1, 0] }],
  [{ gold: 1, scores: [0.5, 0.5] }],
  [
    { gold: 0, scores: [0.9, 0.1, 0] },
    { gold: 0, scores: [0.2, 0.8, 0] },
  ],
  [
    { gold: 0, scores: [1, 0] },
    { gold: 1, scores: [0, 1] },
  ],
  [
    { gold: 1, scores: [1, 0] },
    { gold: 0, scores: [0, 1] },
  ],
  // The bins' ends: 6/15, 9/15, 12/15 and 1.
  [0.6, 0.8, 0.4, 1, 8 / 15, 10 / 15, 11 / 15, 13 / 15, 14 / 15].map((score, row) => ({
    gold: row % 2,
    scores: [score, 1 - score],
  })),
];

function makeCases(): (readonly ScoredRow[])[] {
  const random = createRandom(7);
  const cases = [...CORNERS];
  for (const classes of [2, 3, 5]) {
    for (const levels of [1, 2, 4, 20, null]) {
      for (const count of [1, 2, 3, 7, 30, 150]) {
        cases.push(makeRandomRows(random, count, classes, levels));
      }
    }
  }
  return cases;
}

const SHARES = [
  [0, 1],
  [1, 1],
  [0, 20],
  [20, 20],
  [1, 7],
  [833, 900],
  [99_999, 100_000],
] as const;
const DISCORDANT = [
  [0, 1],
  [1, 1],
  [0, 10],
  [3, 9],
  [9, 3],
  [120, 80],
  [5_000, 5_000],
  [5_000, 5_001],
  [49_700, 50_300],
  [0, 900],
  [5, 900],
] as const;

describe.skipIf(!hasOracle)("scikit-learn and SciPy agree", () => {
  const cases = makeCases();
  const oracle = hasOracle
    ? askOracle({ cases, shares: SHARES, discordant: DISCORDANT })
    : { measured: [], wilson: [], mcnemar: [] };
  const compared = cases.map((rows, index) => ({ rows, expected: oracle.measured[index] }));

  test("about a split's figures", () => {
    for (const { rows, expected } of compared) {
      const classes = rows[0]?.scores.length ?? 0;
      const metrics = computeMetrics(makeScored(rows), nameLabels(classes));
      const { classes: _, accuracyInterval: __, confusionMatrix, ...figures } = expected ?? fail();
      expect(metrics.confusionMatrix).toEqual(confusionMatrix);
      expect(metrics.count).toBe(rows.length);
      expect(metrics).toMatchObject(
        Object.fromEntries(
          Object.entries(figures).map(([name, value]) => [name, expect.closeTo(value, 11)]),
        ),
      );
      expect(SplitMetrics.safeParse(metrics).error).toBeUndefined();
    }
  });

  test("about each class, its curves and its areas, ties and all", () => {
    for (const { rows, expected } of compared) {
      const classes = rows[0]?.scores.length ?? 0;
      const split = describeSplit("test", makeScored(rows), nameLabels(classes), {
        temperature: 1,
        abstain: null,
      });
      const close = (value: number) => expect.closeTo(value, 11);
      const closePoints = (points: z.infer<typeof Points>) =>
        points.map((point) => point.map(close));
      expect(split.accuracyInterval).toEqual((expected ?? fail()).accuracyInterval.map(close));
      expect(split.classes).toMatchObject(
        (expected ?? fail()).classes.map((one) => ({
          support: one.support,
          precision: close(one.precision),
          recall: close(one.recall),
          f1: close(one.f1),
          rocAuc: one.rocAuc === null ? null : close(one.rocAuc),
          averagePrecision: one.averagePrecision === null ? null : close(one.averagePrecision),
          roc: closePoints(one.roc),
          precisionRecall: closePoints(one.precisionRecall),
        })),
      );
    }
  });

  test("about Wilson's interval", () => {
    SHARES.forEach(([hits, count], index) => {
      const [low, high] = computeWilsonInterval(hits, count);
      expect([low, high]).toEqual(oracle.wilson[index]?.map((end) => expect.closeTo(end, 12)));
    });
    expect(computeWilsonInterval(0, 20)[0]).toBe(0);
    expect(computeWilsonInterval(20, 20)[1]).toBe(1);
  });

  test("about McNemar's test, of many and of few, and far out", () => {
    DISCORDANT.forEach(([one, other], index) => {
      const expected = oracle.mcnemar[index] ?? Number.NaN;
      expect(computeMcNemarP(one, other) / expected).toBeCloseTo(1, 9);
    });
  });
});

function fail(): never {
  throw new Error("the oracle gave no answer");
}
