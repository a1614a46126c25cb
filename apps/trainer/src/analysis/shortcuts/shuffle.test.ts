import { expect, test } from "vitest";

import { scramble, shuffle } from "./shuffle.ts";

test("nothing is lost, and nothing stays where it was but by chance", () => {
  const numbers = Array.from({ length: 1_000 }, (_, index) => index);
  const shuffled = shuffle(numbers);
  expect(shuffled.toSorted((a, b) => a - b)).toEqual(numbers);
  expect(shuffled.filter((number, index) => number === index).length).toBeLessThan(10);
});

test("the first few are a sample of all", () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => index);
  const few = shuffle(numbers).slice(0, 1_000);
  const mean = few.reduce((sum, number) => sum + number, 0) / few.length;
  // Four standard deviations of the mean of a sample.
  expect(Math.abs(mean - 5_000)).toBeLessThan(4 * (10_000 / Math.sqrt(12 * few.length)));
});

test("different numbers stay different, and their last bits are even", () => {
  const scrambled = Array.from({ length: 10_000 }, (_, index) => scramble(index));
  expect(new Set(scrambled).size).toBe(10_000);
  const odd = scrambled.filter((number) => number % 2 === 1).length;
  expect(Math.abs(odd - 5_000)).toBeLessThan(200);
  expect(Math.min(...scrambled)).toBeGreaterThanOrEqual(0);
});
