import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { planGrid, planHalving } from "./rungs.ts";

test("a grid trains everything to the end", () => {
  expect(planGrid(6, 3)).toEqual([{ epochs: 3, configurations: 6 }]);
});

describe("halving keeps one in eta for eta times the epochs", () => {
  // Worked out by hand from the paper's algorithm, with epochs for its pulls.
  test.each([
    [8, 8, 2, "8x1 4x2 2x4 1x8"],
    [6, 4, 2, "6x1 3x2 1x4"],
    [9, 9, 3, "9x1 3x3 1x9"],
    [6, 3, 2, "6x1 3x3"],
    [2, 6, 2, "2x3 1x6"],
    [1, 3, 2, "1x3"],
    [5, 1, 2, "5x1"],
  ])("%i configurations, %i epochs, eta %i: %s", (configurations, epochs, eta, expected) => {
    const rungs = planHalving(configurations, epochs, eta);
    expect(rungs.map((rung) => `${rung.configurations}x${rung.epochs}`).join(" ")).toBe(expected);
  });
});

test("the first rung has all configurations, the last all epochs, and no rung is empty", () => {
  const count = fc.integer({ min: 1, max: 200 });
  fc.assert(
    fc.property(count, count, fc.integer({ min: 2, max: 5 }), (configurations, epochs, eta) => {
      const rungs = planHalving(configurations, epochs, eta);
      expect(rungs[0]?.configurations).toBe(configurations);
      expect(rungs.at(-1)?.epochs).toBe(epochs);
      for (const [at, rung] of rungs.entries()) {
        expect(rung.epochs).toBeGreaterThan(rungs[at - 1]?.epochs ?? 0);
        expect(rung.configurations).toBeGreaterThan(0);
        expect(rung.configurations).toBeLessThanOrEqual(rungs[at - 1]?.configurations ?? Infinity);
      }
    }),
  );
});
