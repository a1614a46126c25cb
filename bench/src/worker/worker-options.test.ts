import { expect, test } from "vitest";

import { parseWorkerOptions } from "./worker-options.ts";

test("everything is measured unless parts are named", () => {
  expect(parseWorkerOptions([])).toEqual({
    releaseDir: null,
    parts: ["cold", "latency", "memory", "load"],
    seconds: 60,
    connections: 50,
  });
  const named = ["--part", "memory", "--part", "cold", "--release", "folder", "--seconds", "5"];
  expect(parseWorkerOptions(named)).toMatchObject({
    releaseDir: "folder",
    parts: ["memory", "cold"],
    seconds: 5,
  });
});

test.each([
  ["--part", "speed"],
  ["--seconds", "0"],
  ["--seconds", "301"],
  ["--connections", "1000"],
])("%s %s is refused", (...args) => {
  expect(() => parseWorkerOptions(args)).toThrow(expect.objectContaining({ code: "usage" }));
});
