import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { measureLatency } from "./measure-latency.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** A run that takes the next of these times; the last one from then on. */
function createRun(...times: readonly number[]) {
  const run = vi.fn<() => Promise<void>>(async () => {
    const time = times[run.mock.calls.length - 1] ?? times.at(-1) ?? 0;
    vi.advanceTimersByTime(time);
  });
  return run;
}

test.each([
  ["a fast one", 1, 200],
  ["one of 50 ms", 50, 40],
  ["one of a second, which is slow", 1_000, 20],
])("%s is run often, after five times that do not count", async (_, time, count) => {
  const run = createRun(time);
  expect(await measureLatency(run)).toEqual({ medianMs: time, p95Ms: time });
  expect(run).toHaveBeenCalledTimes(5 + count);
});

describe("quantiles are times that were measured", () => {
  test("whatever their order, and without the first five", async () => {
    const slowStart = Array<number>(5).fill(9_999);
    // Of 181, 182, ... 200 the tenth and the nineteenth.
    const times = Array.from({ length: 20 }, (_, index) => 200 - index);
    const latency = await measureLatency(createRun(...slowStart, ...times));
    expect(latency).toEqual({ medianMs: 190, p95Ms: 199 });
  });

  test("one slow run in twenty changes neither", async () => {
    const times = Array.from({ length: 25 }, (_, index) => (index === 12 ? 5_000 : 100));
    expect(await measureLatency(createRun(...times))).toEqual({ medianMs: 100, p95Ms: 100 });
  });
});

test("a run that fails ends it", async () => {
  const run = vi.fn<() => Promise<never>>(() => Promise.reject(new Error("out of memory")));
  await expect(measureLatency(run)).rejects.toThrow("out of memory");
  expect(run).toHaveBeenCalledTimes(1);
});
