import { expect, test } from "vitest";

import { reportLabelling } from "./report-labelling.ts";
import { START } from "./row.ts";
import { NOTHING } from "./tally.ts";

function begin(bytes: number | null, from = START) {
  let seconds = 0;
  const said: string[] = [];
  const reporter = {
    line: (stage: string, text: string) => void said.push(`${stage}: ${text}`),
    progress: (_stage: string, text: string) => void said.push(text),
  };
  const report = reportLabelling({ name: "in.csv", bytes, from }, reporter, () => seconds * 1000);
  return { report, said, wait: (more: number) => (seconds += more) };
}

const tally = { ...NOTHING, labelled: 1_995, bad: 5 };

test("the time left is told by the bytes that this process read", () => {
  const { report, said, wait } = begin(10_000, { offset: 2_000, rows: 500, lines: 500 });
  wait(2);
  report.progress({ offset: 4_000, rows: 1_500, lines: 1_500 }, tally);
  expect(said).toEqual(["[########............] 1,500 rows, 500 rows/s, 0:06 left, 5 bad (0.3 %)"]);
});

test("of a pipe nothing is known beforehand", () => {
  const { report, said, wait } = begin(null);
  wait(1);
  report.progress({ offset: 4_000, rows: 1_500, lines: 1_500 }, NOTHING);
  expect(said).toEqual(["1,500 rows, 1,500 rows/s"]);
});

test("the line is drawn ten times a second", () => {
  const { report, said, wait } = begin(null);
  for (let count = 0; count < 1_000; count += 1) {
    wait(0.01);
    report.progress({ offset: 1, rows: 1, lines: 1 }, NOTHING);
  }
  expect(said.length).toBeGreaterThan(90);
  expect(said.length).toBeLessThanOrEqual(100);
});

test("the first bad rows are named, by their places alone", () => {
  const { report, said } = begin(null);
  for (let number = 1; number <= 12; number += 1) {
    const after = { offset: number, rows: number, lines: number };
    const bytes = Buffer.from("a secret");
    report.badRow({
      kind: "bad",
      reason: "text-empty",
      bytes,
      isCut: false,
      number,
      line: 2,
      after,
    });
  }
  expect(said[0]).toBe("bad row: in.csv:2, row 1: the text is empty (text-empty)");
  expect(said).toHaveLength(11);
  expect(said.at(-1)).toContain("side file alone");
  expect(said.join("")).not.toContain("secret");
});

test("the last line says what earlier processes did", () => {
  const { report, said, wait } = begin(10_000, { offset: 2_000, rows: 1_000, lines: 1_000 });
  wait(10);
  expect(report.end({ offset: 10_000, rows: 2_000, lines: 2_000 }, tally)).toBe(10);
  expect(said).toEqual([
    "predict: in.csv: 2,000 rows, 1,000 of them before, 0:10, 100 rows/s, 5 bad (0.3 %)",
  ]);
});
