import { describe, expect, test } from "vitest";

import { parsePredictOptions } from "./predict-options.ts";

test("memory is measured at three sizes unless others are named", () => {
  expect(parsePredictOptions(["--write"])).toEqual({
    run: null,
    texts: 16_000,
    rounds: 3,
    rows: [10_000, 100_000, 1_000_000],
  });
  expect(parsePredictOptions(["--run", "runs/a", "--rows", ""])).toMatchObject({
    run: "runs/a",
    rows: [],
  });
});

describe("what is no number is refused", () => {
  test.each([
    ["--texts", "many"],
    ["--rounds", "0"],
    ["--rows", "10,-1"],
  ])("%s %s", (option, value) => {
    expect(() => parsePredictOptions([`${option}=${value}`])).toThrow(
      expect.objectContaining({ code: "usage" }),
    );
  });
});
