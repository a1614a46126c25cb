import fc from "fast-check";
import { expect, test } from "vitest";

import { measureWidth } from "./display-width.ts";
import { formatTable } from "./table.ts";

test("Japanese labels and figures are aligned as a terminal draws them", () => {
  const table = formatTable(
    ["label", "rows", "share", "note"],
    [
      ["喜び", "1204", "8.5 %", "良"],
      ["sadness", "87", "61.0 %", ""],
      ["期待", "-", "", "x"],
    ],
  );
  expect(table.split("\n")).toEqual([
    "label    rows   share  note",
    "喜び     1204   8.5 %  良",
    "sadness    87  61.0 %",
    "期待        -          x",
  ]);
});

test.each([
  ["counts", ["1", "20"]],
  ["fractions", ["-0.5", "12.25"]],
  ["times", ["1:05", "2:03:04"]],
  ["sizes", ["2.1 MB", "900.0 kB"]],
  ["rates", ["2.0e-5", "11.2k"]],
])("%s are figures", (_, cells) => {
  const lines = formatTable(["h"], [...cells.map((cell) => [cell]), ["-"]]).split("\n");
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});

test("a name that begins with a digit keeps its column on the left", () => {
  expect(formatTable(["run"], [["2026-run"], ["7"]])).toBe("run\n2026-run\n7");
});

test("line breaks and escape sequences in cells do not reach the terminal", () => {
  expect(formatTable(["a"], [["x\ny\u001B[2Jz"]])).toBe("a\nx y [2Jz");
});

test("every column begins at the same place in all lines", () => {
  const cell = fc.array(fc.constantFrom("a", "感", "ｶ", "é"), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      const rows = cells.map((characters) => [characters.join(""), "|"]);
      const places = formatTable(["h", "|"], rows)
        .split("\n")
        .map((line) => measureWidth(line.slice(0, line.lastIndexOf("|"))));
      expect(new Set(places).size).toBe(1);
    }),
  );
});
