import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { softmax } from "@kanjo/shared/classification";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { createRandom, makeRandomRows } from "../../test/random-rows.ts";
import { makeScored, nameLabels, type ScoredRow } from "../../test/scored-examples.ts";
import { fitTemperature } from "./fit-temperature.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const hasOracle = spawnSync(python, ["-c", "import scipy"]).status === 0;
if (!hasOracle) process.stderr.write("skipped: SciPy's minimum, because KANJO_PYTHON lacks it\n");
const script = fileURLToPath(new URL("../../test/temperature_oracle.py", import.meta.url));

function fit(rows: readonly ScoredRow[]): number {
  return fitTemperature(makeScored(rows), nameLabels(rows[0]?.scores.length ?? 2));
}

/** Answers whose scores are too sure, or too unsure, by this much. */
function sharpen(rows: readonly ScoredRow[], by: number): ScoredRow[] {
  return rows.map(({ gold, scores }) => ({
    gold,
    scores: softmax(scores.map((score) => Math.log(Math.max(score, Number.MIN_VALUE)) * by)),
  }));
}

/** With a sure mistake and scores of exactly 0 and 1 in them. */
const SURE: readonly ScoredRow[] = [
  { gold: 0, scores: [1, 0] },
  { gold: 1, scores: [0, 1] },
  { gold: 1, scores: [1, 0] },
  { gold: 0, scores: [0.6, 0.4] },
];

describe.skipIf(!hasOracle)("SciPy finds the same minimum", () => {
  const random = createRandom(11);
  const cases: (readonly ScoredRow[])[] = [SURE];
  for (const classes of [2, 3, 6]) {
    for (const by of [0.02, 0.3, 1, 3, 12]) {
      for (const count of [12, 80, 400]) {
        cases.push(sharpen(makeRandomRows(random, count, classes, null), by));
      }
    }
    cases.push(makeRandomRows(random, 60, classes, 5));
  }

  test("for answers too sure, too unsure, and with ties", () => {
    const { stdout, stderr } = spawnSync(python, [script], {
      input: JSON.stringify(cases),
      encoding: "utf8",
    });
    expect(stdout, stderr).not.toBe("");
    const expected = z.array(z.number()).parse(JSON.parse(stdout));
    // A minimum is flat: its place is known to the square root of what its height is.
    expect(cases.map((rows) => fit(rows))).toEqual(
      expected.map((temperature) => expect.closeTo(temperature, 4)),
    );
    expect(expected.some((temperature) => temperature > 1.5)).toBe(true);
    expect(expected.some((temperature) => temperature < 0.7)).toBe(true);
  });
});

test.each<[string, readonly ScoredRow[]]>([
  ["there is no text", []],
  [
    "all answers are right",
    [
      { gold: 0, scores: [0.9, 0.1] },
      { gold: 1, scores: [0.4, 0.6] },
    ],
  ],
  [
    "there is one gold label",
    [
      { gold: 0, scores: [0.9, 0.1] },
      { gold: 0, scores: [0.4, 0.6] },
    ],
  ],
  [
    "no score differs from another",
    [
      { gold: 0, scores: [0.5, 0.5] },
      { gold: 1, scores: [0.5, 0.5] },
    ],
  ],
])("is 1 where %s", (_, rows) => {
  expect(fit(rows)).toBe(1);
});

test("answers that are wrong more often than right get the highest temperature", () => {
  expect(
    fit([
      { gold: 1, scores: [0.9, 0.1] },
      { gold: 0, scores: [0.1, 0.9] },
    ]),
  ).toBeCloseTo(20, 6);
});

const answers = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 30 }), fc.integer({ min: 2, max: 4 }))
  .map(([seed, classes]) => makeRandomRows(createRandom(seed), 60, classes, null));

test("scores that are twice as sharp need twice the temperature", () => {
  fc.assert(
    fc.property(answers, (rows) => {
      const temperature = fit(rows);
      fc.pre(temperature > 0.06 && temperature < 9.9 && temperature !== 1);
      expect(fit(sharpen(rows, 2)) / temperature).toBeCloseTo(2, 6);
    }),
  );
});

test("after the temperature there is none left to fit", () => {
  fc.assert(
    fc.property(answers, (rows) => {
      const temperature = fit(rows);
      fc.pre(temperature > 0.06 && temperature < 19.9);
      expect(fit(sharpen(rows, 1 / temperature))).toBeCloseTo(1, 6);
    }),
  );
});
