import { expect, test } from "vitest";

import { parseTrainingOptions } from "./training-options.ts";

test("all parts run unless some are named", () => {
  expect(parseTrainingOptions([]).parts).toEqual(["speed", "accuracy"]);
  expect(parseTrainingOptions(["--part", "accuracy", "--write"]).parts).toEqual(["accuracy"]);
});

test("numbers are taken as they are given", () => {
  const options = parseTrainingOptions(["--steps", "12", "--rounds", "1", "--seeds", "0,7"]);
  expect(options).toMatchObject({ steps: 12, rounds: 1, seeds: [0, 7], small: false });
});

test.each([
  [["--part", "gpu"], "--part gpu: expected speed or accuracy"],
  [["--steps", "2"], "--steps 2: expected a whole number from 3"],
  [["--rounds", "0"], "--rounds 0: expected a whole number from 1"],
  [["--seeds", "42,x"], "--seeds x: expected a whole number from 0"],
])("%j is refused with what was expected", (args, message) => {
  expect(() => parseTrainingOptions(args)).toThrow(message);
});
