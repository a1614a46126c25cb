import fc from "fast-check";
import { expect, test } from "vitest";

import type { Point } from "../report/report.ts";
import { thinCurve } from "./thin-curve.ts";

const share = fc.integer({ min: 0, max: 1_000 }).map((value) => value / 1_000);
const curve = fc.array(fc.tuple(share, share), { maxLength: 120 }).map((points): Point[] => points);

test("a curve with few points stays as it is", () => {
  const points: Point[] = [
    [0, 1],
    [0.5, 0.5],
    [1, 0],
  ];
  expect(thinCurve(points, 3)).toEqual(points);
  expect(thinCurve([], 3)).toEqual([]);
});

test("a long straight line is left with points at equal distances", () => {
  const points = Array.from({ length: 1_001 }, (_, index): Point => [index / 1_000, 0]);
  expect(thinCurve(points, 5).map(([x]) => x)).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test("a jump takes no points from what comes after it", () => {
  const rest = Array.from({ length: 501 }, (_, index): Point => [(500 + index) / 1_000, 0]);
  expect(thinCurve([[0, 0], ...rest], 5).map(([x]) => x)).toEqual([0, 0.5, 0.75, 1]);
});

test("what is left are the curve's own points in their order, both ends among them", () => {
  fc.assert(
    fc.property(curve, fc.integer({ min: 2, max: 30 }), (points, limit) => {
      const thinned = thinCurve(points, limit);
      expect(thinned.length).toBeLessThanOrEqual(Math.min(limit, points.length));
      expect([thinned[0], thinned.at(-1)]).toEqual([points[0], points.at(-1)]);
      let from = 0;
      for (const point of thinned) {
        const at = points.indexOf(point, from);
        expect(at).toBeGreaterThanOrEqual(from);
        from = at + 1;
      }
    }),
  );
});

test("what is left out lies near the point before it that is left", () => {
  fc.assert(
    fc.property(curve, fc.integer({ min: 2, max: 30 }), (points, limit) => {
      const kept = new Set(thinCurve(points, limit));
      const step = measure(points) / (limit - 1);
      points.forEach((point, index) => {
        const last = kept.has(point)
          ? index
          : points.findLastIndex((one, at) => at < index && kept.has(one));
        expect(measure(points.slice(last, index + 1))).toBeLessThanOrEqual(step + 1e-9);
      });
    }),
  );
});

function measure(points: readonly Point[]): number {
  return points.reduce((sum, [x, y], index) => {
    const [lastX, lastY] = points[index - 1] ?? [x, y];
    return sum + Math.abs(x - lastX) + Math.abs(y - lastY);
  }, 0);
}
