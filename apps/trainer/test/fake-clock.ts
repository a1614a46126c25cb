import type { Clock } from "../src/release/clock.ts";

export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
}

/** A clock on which time passes when somebody waits, or when a test says so. */
export function createFakeClock(start = Date.parse("2026-11-23T00:00:00Z")): FakeClock {
  let time = start;
  const advance = (milliseconds: number): void => {
    time += milliseconds;
  };
  return {
    now: () => time,
    advance,
    pause: async (milliseconds) => advance(milliseconds),
  };
}
