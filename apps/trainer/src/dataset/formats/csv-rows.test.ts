import { spawnSync } from "node:child_process";

import fc from "fast-check";
import { expect, test } from "vitest";

import { readCsvRows } from "./csv-rows.ts";

test.each<[string, string, string[][]]>([
  [
    "plain fields",
    "a\tb\nc\t\n",
    [
      ["a", "b"],
      ["c", ""],
    ],
  ],
  ["a quoted field", '"a, b"\tc\n', [["a, b", "c"]]],
  ["quotes inside", '彼は"最高"と\t"""良い"""\n', [['彼は"最高"と', '"良い"']]],
  [
    "line ends and tabs in quotes",
    '"a\nb\tc"\td\r\ne\tf',
    [
      ["a\nb\tc", "d"],
      ["e", "f"],
    ],
  ],
  ["what follows a closing quote", '"a"b\tc\n', [["ab", "c"]]],
  ["a BOM and empty lines", "\uFEFFa\n\nb\n", [["a"], ["b"]]],
])("%s", (_, content, rows) => {
  expect(readCsvRows(content, "\t").map((row) => row.fields)).toEqual(rows);
});

test("a row knows its first line", () => {
  expect(readCsvRows('a\n"b\nc"\n\nd\n', "\t").map((row) => row.line)).toEqual([1, 2, 5]);
});

const ORACLE = `
import csv, io, json, sys
contents = json.load(sys.stdin)
rows = [[row for row in csv.reader(io.StringIO(c, newline=None), delimiter="\\t") if row] for c in contents]
print(json.dumps(rows))
`;

test("rows are those of Python's csv module", () => {
  const pieces = fc.constantFrom(
    "良",
    "x",
    '"',
    '""',
    "\t",
    "\n",
    "\r\n",
    '"\t',
    '\t"',
    '"\n',
    " ",
  );
  const content = fc.array(pieces, { maxLength: 30 }).map((parts) => `${parts.join("")}\n`);
  const contents = fc.sample(content, { numRuns: 2000, seed: 4 });
  const { stdout, stderr } = spawnSync(process.env["KANJO_PYTHON"] ?? "python3", ["-c", ORACLE], {
    input: JSON.stringify(contents),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  expect(stdout, stderr).not.toBe("");
  const expected: unknown = JSON.parse(stdout);
  expect(contents.map((one) => readCsvRows(one, "\t").map((row) => row.fields))).toEqual(expected);
});
