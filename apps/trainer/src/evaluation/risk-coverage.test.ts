import fc from "fast-check";
import { expect, test } from "vitest";

import type { TieGroup } from "./rank-predictions.ts";
import { computeRiskCoverage } from "./risk-coverage.ts";

const RIGHT: TieGroup = { hits: 1, misses: 0 };
const WRONG: TieGroup = { hits: 0, misses: 1 };

test("risks and their mean, by hand", () => {
  const { points, area } = computeRiskCoverage([RIGHT, WRONG, RIGHT, WRONG]);
  expect(points).toEqual([
    [0.25, 0],
    [0.5, 0.5],
    [0.75, 1 / 3],
    [1, 0.5],
  ]);
  expect(area).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, 12);
});

test("texts with the same score come together", () => {
  const { points } = computeRiskCoverage([{ hits: 2, misses: 1 }, WRONG]);
  expect(points).toEqual([
    [0.75, 1 / 3],
    [1, 0.5],
  ]);
});

const group = fc.record({ hits: fc.nat(3), misses: fc.nat(3) });
const groups = fc
  .array(group, { minLength: 1, maxLength: 3 })
  .map((some) => some.filter(({ hits, misses }) => hits + misses > 0))
  .filter((some) => some.length > 0);

test("the area of ties is the mean over all their orders", () => {
  fc.assert(
    fc.property(groups, (some) => {
      const orders = some
        .map(listOrders)
        .reduce<TieGroup[][]>(
          (all, own) => all.flatMap((before) => own.map((after) => [...before, ...after])),
          [[]],
        );
      const areas = orders.map((order) => computeRiskCoverage(order).area);
      const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length;
      expect(computeRiskCoverage(some).area).toBeCloseTo(mean, 10);
    }),
  );
});

/** Every order of a group's texts, one as often as the other. */
function listOrders({ hits, misses }: TieGroup): TieGroup[][] {
  if (hits + misses === 0) return [[]];
  const first = (one: TieGroup, rest: TieGroup) => listOrders(rest).map((order) => [one, ...order]);
  return [
    ...(hits === 0 ? [] : first(RIGHT, { hits: hits - 1, misses })),
    ...(misses === 0 ? [] : first(WRONG, { hits, misses: misses - 1 })),
  ];
}
