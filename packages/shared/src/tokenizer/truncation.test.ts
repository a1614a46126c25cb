import { expect, test } from "vitest";

import { truncateLongestFirst } from "./truncation.ts";

test.each([
  ["one segment that fits", [3], 5, [3]],
  ["one segment that does not", [9], 5, [3]],
  ["one segment, nothing left", [9], 2, [0]],
  ["two segments that fit", [3, 4], 10, [3, 4]],
  ["only the longer one, the first", [9, 2], 10, [5, 2]],
  ["only the longer one, the second", [2, 9], 10, [2, 5]],
  ["both, evenly", [9, 9], 11, [4, 4]],
  ["both, and the second one more", [9, 9], 10, [4, 3]],
  ["both after the longer first", [9, 5], 10, [4, 3]],
  ["both after the longer second", [5, 9], 10, [4, 3]],
  ["two segments, nothing left", [5, 9], 3, [0, 0]],
])("%s: %j in %d tokens keeps %j", (_name, lengths, maxTokens, kept) => {
  expect(truncateLongestFirst(lengths, maxTokens)).toEqual(kept);
});

test.each([
  ["one segment", [3], 1, 2],
  ["two segments", [0, 0], 2, 3],
  ["a fraction", [3], 4.5, 2],
  ["not a number", [3], Number.NaN, 2],
  ["infinity", [3], Infinity, 2],
])("refuses a maximum that is too small or no number: %s", (_name, lengths, maxTokens, least) => {
  expect(() => truncateLongestFirst(lengths, maxTokens)).toThrow(
    expect.objectContaining({
      code: "max-tokens-invalid",
      message: `maxTokens is ${maxTokens}, expected a whole number of at least ${least}`,
    }),
  );
});
