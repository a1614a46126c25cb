/** The statistics against scipy's: test/drift/build.py made the expectations. */
import { readFileSync } from "node:fs";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { stabilityIndex, testHomogeneity } from "./compare-counts.ts";
import { chiSquareTail } from "./gamma.ts";
import { kolmogorovTail, largestDistance } from "./kolmogorov.ts";

const Pair = { a: z.array(z.number()), b: z.array(z.number()) };
const Expected = z.object({
  generator: z.string(),
  chiSquareTail: z.array(z.tuple([z.number(), z.number(), z.number()])).min(1),
  kolmogorovTail: z.array(z.tuple([z.number(), z.number()])).min(1),
  homogeneity: z
    .array(
      z.object({
        ...Pair,
        statistic: z.number(),
        degreesOfFreedom: z.int(),
        p: z.number(),
        stability: z.number(),
      }),
    )
    .min(1),
  distance: z.array(z.object({ ...Pair, statistic: z.number() })).min(1),
});
const file = new URL("../../test/drift/expected.json", import.meta.url);
const expected = Expected.parse(JSON.parse(readFileSync(file, "utf8")));

/** Relative, and absolute where a tail is nothing. */
function expectClose(found: number, wanted: number): void {
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted) + 1e-300);
}

describe("as scipy has it", () => {
  test.each(expected.chiSquareTail)("chi-square of %d, %d degrees of freedom", (x, k, p) => {
    expectClose(chiSquareTail(x, k), p);
  });

  test.each(expected.kolmogorovTail)("Kolmogorov's tail at %d", (x, p) => {
    expectClose(kolmogorovTail(x), p);
  });

  test.each(expected.homogeneity)("$a and $b from one distribution", (one) => {
    const { statistic, degreesOfFreedom, p } = testHomogeneity(one.a, one.b);
    expectClose(statistic, one.statistic);
    expect(degreesOfFreedom).toBe(one.degreesOfFreedom);
    expectClose(p, one.p);
    expectClose(stabilityIndex(one.a, one.b), one.stability);
  });

  test.each(expected.distance)("distance of two samples is $statistic", ({ a, b, statistic }) => {
    expectClose(largestDistance(countValues(a), countValues(b)), statistic);
  });
});

const counts = fc
  .array(fc.nat(1_000), { minLength: 3, maxLength: 3 })
  .filter((row) => row.some(Boolean));

describe("laws", () => {
  test("a distribution does not differ from itself, whatever the sizes", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 9 }), (row, times) => {
        const larger = row.map((count) => count * times);
        expect(testHomogeneity(row, larger).statistic).toBeCloseTo(0, 9);
        expect(stabilityIndex(row, row)).toBe(0);
      }),
    );
  });

  test("it does not matter which of two is named first", () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(testHomogeneity(a, b).p).toBeCloseTo(testHomogeneity(b, a).p, 9);
        expect(stabilityIndex(a, b)).toBeCloseTo(stabilityIndex(b, a), 9);
        expect(stabilityIndex(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("a tail falls from 1 to 0", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (x, k) => {
          for (const tail of [(at: number) => chiSquareTail(at, k), kolmogorovTail]) {
            expect(tail(x)).toBeLessThanOrEqual(1);
            expect(tail(x)).toBeGreaterThanOrEqual(0);
            expect(tail(x + 0.1)).toBeLessThanOrEqual(tail(x) + 1e-12);
          }
        },
      ),
    );
  });
});

function countValues(values: readonly number[]): Map<number, number> {
  const found = new Map<number, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}
