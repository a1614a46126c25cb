import { describe, expect, test } from "vitest";

import {
  createReporter,
  drawBar,
  formatBytes,
  formatCount,
  formatDuration,
  formatNumberOf,
  formatPercent,
} from "./reporter.ts";

function record(isTTY: boolean, env: Record<string, string> = {}) {
  let written = "";
  const output = { isTTY, columns: 20, write: (text: string) => (written += text) };
  const reporter = createReporter(output, env);
  reporter.progress("train", "a long line of progress");
  reporter.line("train", "done");
  return written;
}

test("a terminal sees progress on a line that is drawn over", () => {
  expect(record(true)).toBe("\r\u001B[2Ktrain      a long l\r\u001B[2Ktrain      done\n");
});

test("progress in wide characters stays on one line, too", () => {
  let written = "";
  const output = { isTTY: true, columns: 20, write: (text: string) => (written += text) };
  createReporter(output, {}).progress("train", "感情を学習する");
  expect(written).toBe("\r\u001B[2Ktrain      感情を学");
});

test("a terminal that does not say its width is taken for one of 80 columns", () => {
  let written = "";
  const output = { isTTY: true, columns: 0, write: (text: string) => (written += text) };
  createReporter(output, {}).progress("train", "x".repeat(100));
  expect(written).toBe(`\r\u001B[2Ktrain      ${"x".repeat(68)}`);
});

describe("only finished lines are written", () => {
  test("to a pipe", () => expect(record(false)).toBe("train      done\n"));
  test("with NO_COLOR", () => expect(record(true, { NO_COLOR: "1" })).toBe("train      done\n"));
  test("in CI", () => expect(record(true, { CI: "true" })).toBe("train      done\n"));
});

test("figures are written for people", () => {
  expect([
    drawBar(5, 10),
    formatDuration(65.4),
    formatDuration(7384),
    formatPercent(0.8786),
    formatBytes(2_140_000),
    formatBytes(900),
    formatBytes(1_340_000_000),
    formatCount(63_210),
    formatNumberOf(1, "warning"),
    formatNumberOf(2, "process", "processes"),
  ]).toEqual([
    "[##########..........]",
    "1:05",
    "2:03:04",
    "87.9 %",
    "2.1 MB",
    "0.9 kB",
    "1.3 GB",
    "63.2 k",
    "1 warning",
    "2 processes",
  ]);
});

test("what comes from the data cannot steer the terminal", () => {
  let written = "";
  const output = { isTTY: false, write: (text: string) => (written += text) };
  createReporter(output, {}).line("data", "label \u001B[31mred\u0007\nnext");
  expect(written).toBe("data       label  [31mred next\n");
});
