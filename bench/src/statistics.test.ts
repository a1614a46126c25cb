import { expect, test } from "vitest";

import { formatSpread, mean, standardDeviation } from "./statistics.ts";

test("mean and standard deviation are those of NumPy with ddof=1", () => {
  // np.mean([2, 4, 4, 4, 5, 5, 7, 9]), np.std(..., ddof=1)
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  expect(mean(values)).toBe(5);
  expect(standardDeviation(values)).toBeCloseTo(2.138089935299395, 12);
});

test("a single value has no spread", () => {
  expect(formatSpread([0.5])).toBe("0.500 ± 0.000");
});
