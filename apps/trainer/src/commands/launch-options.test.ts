import { describe, expect, test } from "vitest";

import { chooseLaunch } from "./launch-options.ts";

test.each([
  ["one process, unless said otherwise", {}, 1, { processes: 1, cluster: null }],
  ["as many as the run had", {}, 4, { processes: 4, cluster: null }],
  ["as many as are asked for", { processes: 2 }, 4, { processes: 2, cluster: null }],
  [
    "on several machines",
    { processes: 8, nodes: 2, nodeRank: 1, rendezvous: "a:1" },
    1,
    { processes: 8, cluster: { nodes: 2, nodeRank: 1, rendezvous: "a:1" } },
  ],
])("%s", (_, options, before, expected) => {
  expect(chooseLaunch(options, before)).toEqual(expected);
});

describe("machines that could not meet are wrong usage", () => {
  test.each([
    ["no rendezvous", { nodes: 2, nodeRank: 0 }, /go together/],
    ["a rank without a number of machines", { nodeRank: 1, rendezvous: "a:1" }, /go together/],
    [
      "a rank too high",
      { nodes: 2, nodeRank: 2, rendezvous: "a:1" },
      /expected less than --nodes 2/,
    ],
  ])("%s", (_, options, message) => {
    expect(() => chooseLaunch(options)).toThrow(message);
  });
});
