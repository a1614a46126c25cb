import { expect, test } from "vitest";

import { fraction, moment, percent, points, probability, signed } from "./format.ts";

test.each([
  [percent(0.8886), "88.9\u00A0%"],
  [points(0.0123), "+1.2"],
  [points(-0.0123), "−1.2"],
  [points(-0.0001), "±0.0"],
  [signed(0.0126, 3), "+0.013"],
  [fraction(-0.25), "−0.250"],
  [moment("2026-11-24T05:04:49.000Z"), "2026-11-24 05:04 UTC"],
  [probability(0.0413), "p\u00A0=\u00A00.041"],
  [probability(0.0004), "p\u00A0<\u00A00.001"],
])("%s", (text, expected) => {
  expect(text).toBe(expected);
});
