import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { shuffleLikePython } from "./python-random.ts";

const ORACLE = `
import json, random, sys
for seed, size in json.load(sys.stdin):
    items = list(range(size))
    random.seed(seed)
    random.shuffle(items)
    print(json.dumps(items))
`;

test("items are shuffled as Python shuffles them", () => {
  const cases = [0, 1, 2, 3, 64, 65, 1000, 3000].flatMap((size) =>
    [1, 42, 4_294_967_295].map((seed) => [seed, size] as const),
  );
  const { stdout, stderr } = spawnSync(process.env["KANJO_PYTHON"] ?? "python3", ["-c", ORACLE], {
    input: JSON.stringify(cases),
    encoding: "utf8",
  });
  const expected = stdout
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  const found = cases.map(([seed, size]) =>
    shuffleLikePython(
      Array.from({ length: size }, (_, index) => index),
      seed,
    ),
  );
  expect(found, stderr).toEqual(expected);
});
