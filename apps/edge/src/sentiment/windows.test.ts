import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { combine, planWindows, type Window } from "./windows.ts";

const sizes = fc.record({
  count: fc.nat({ max: 3_000 }),
  capacity: fc.integer({ min: 1, max: 510 }),
});

const spansOf = (windows: readonly Window[]) => windows.map(({ start, end }) => [start, end]);

test.each([
  ["nothing", 0, 8, [[0, 0]]],
  ["a text that just fits", 8, 8, [[0, 8]]],
  [
    "one token more",
    9,
    8,
    [
      [0, 8],
      [1, 9],
    ],
  ],
  [
    "the picture in the file",
    20,
    8,
    [
      [0, 8],
      [6, 14],
      [12, 20],
    ],
  ],
  [
    "a model of one token",
    3,
    1,
    [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  ],
])("%s", (_name, count, capacity, expected) => {
  expect(spansOf(planWindows(count, capacity))).toEqual(expected);
});

describe("windows of any text", () => {
  test("cover every token in order, each full, and share a quarter with their neighbour", () => {
    fc.assert(
      fc.property(sizes, ({ count, capacity }) => {
        const windows = planWindows(count, capacity);
        expect(windows[0]?.start).toBe(0);
        expect(windows.at(-1)?.end).toBe(count);
        for (const { start, end } of windows) expect(end - start).toBe(Math.min(count, capacity));
        windows.slice(1).forEach(({ start }, index) => {
          expect(start).toBeGreaterThan(windows[index]?.start ?? 0);
          const shared = (windows[index]?.end ?? 0) - start;
          expect(shared).toBeGreaterThanOrEqual(Math.floor(capacity / 4));
        });
      }),
    );
  });

  test("are as few as that allows", () => {
    fc.assert(
      fc.property(sizes, ({ count, capacity }) => {
        const { length } = planWindows(count, capacity);
        const stride = capacity - Math.floor(capacity / 4);
        expect(capacity + (length - 2) * stride).toBeLessThan(Math.max(count, capacity));
      }),
    );
  });

  test("share the votes of the tokens that they see", () => {
    fc.assert(
      fc.property(sizes, ({ count, capacity }) => {
        const windows = planWindows(count, capacity);
        const seen = Array.from(
          { length: count },
          (_, token) => windows.filter(({ start, end }) => start <= token && token < end).length,
        );
        for (const { start, end, votes } of windows) {
          const shares = seen.slice(start, end).map((viewers) => 1 / viewers);
          expect(votes).toBeCloseTo(
            shares.reduce((sum, share) => sum + share, 0),
            6,
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe("answers of windows", () => {
  const good = { label: "good", score: 0.75, scores: { bad: 0.25, good: 0.75 } };
  const bad = { label: "bad", score: 1, scores: { bad: 1, good: 0 } };

  test("of a single one are the answer, bit for bit", () => {
    expect(combine(planWindows(5, 8), [good])).toEqual(good);
  });

  test("are weighed by votes", () => {
    const windows = [
      { start: 0, end: 8, votes: 6 },
      { start: 4, end: 12, votes: 2 },
    ];
    expect(combine(windows, [good, bad])).toEqual({
      label: "good",
      score: 0.5625,
      scores: { bad: 0.4375, good: 0.5625 },
    });
  });

  test("that leave two labels equal give the first", () => {
    const even = { label: "bad", score: 0.5, scores: { bad: 0.5, good: 0.5 } };
    expect(combine(planWindows(9, 8), [even, even]).label).toBe("bad");
  });
});
