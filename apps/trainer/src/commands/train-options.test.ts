import { describe, expect, test } from "vitest";

import { parseTrainOptions, parseVersion } from "./train-options.ts";

const DEFAULTS = { runs: "/runs", baseline: true, report: true, publish: true };

describe("what makes no sense is refused as wrong usage", () => {
  test.each([
    ["an empty seed", { seed: "" }, /seed: expected a whole number/],
    ["a negative seed", { seed: "-1" }, /seed: expected a whole number/],
    ["no epochs", { epochs: "0" }, /epochs: expected a whole number from 1/],
    ["seeds that are no list", { seeds: "1;2" }, /seeds: expected whole numbers/],
    ["a seed and seeds", { seed: "1", seeds: "1,2" }, /--seed and --seeds exclude/],
    ["a channel with a slash", { channel: "a/b" }, /channel: expected 1 to 64/],
    ["no processes", { processes: "0" }, /processes: expected a whole number from 1/],
    ["a rendezvous without a port", { rendezvous: "host" }, /rendezvous: expected host:port/],
    ["another version of a run", { resume: "runs/a", version: "b" }, /--version is the run's own/],
    ["other seeds of a run", { resume: "runs/a", seeds: "1" }, /--seeds are the run's own/],
  ])("%s", (_, options, message) => {
    const parse = (): unknown => parseTrainOptions({ ...DEFAULTS, ...options });
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: "usage" }));
  });

  test("a version that is too long for a key", () => {
    expect(() => parseVersion("v".repeat(65))).toThrow(/expected 1 to 64/);
    expect(parseVersion("v".repeat(64))).toHaveLength(64);
  });
});

test("a seed that is given twice counts once", () => {
  expect(parseTrainOptions({ ...DEFAULTS, seeds: "42,7,42" }).seeds).toEqual([42, 7]);
});
