import { expect, test } from "vitest";

import type { BenchmarkResult } from "./benchmark-result.ts";
import { formatBenchmark } from "./benchmark-table.ts";

const seed = (
  number: number,
  scores: BenchmarkResult["tasks"][number]["seeds"][number]["scores"],
  trainedOnTest = false,
) => ({
  seed: number,
  scores,
  rows: { train: 30, validation: 20 },
  trained_on_test: trainedOnTest,
  train_seconds: 1,
});

const RESULT: BenchmarkResult = {
  benchmark: "jglue",
  model: "made-up/型",
  limit: null,
  tasks: [
    { task: "jsts", seeds: [seed(1, { pearson: 0.9, spearman: 0.8 })] },
    { task: "jnli", seeds: [seed(1, { accuracy: 0.5 }, true), seed(2, { accuracy: 0.7 }, true)] },
  ],
  skipped: [{ task: "marc-ja", reason: "its file is not there" }],
};

const cells = (text: string, line: number): string[] =>
  (text.split("\n")[line] ?? "").split(/ {2,}/);

test("the table has JGLUE's columns, the model, and the published rows beneath", () => {
  const table = formatBenchmark(RESULT);
  expect(cells(table, 0)).toEqual([
    "",
    "MARC-ja",
    "JCoLA",
    "JSTS",
    "JNLI",
    "JSQuAD",
    "JCommonsenseQA",
  ]);
  expect(cells(table, 1)).toEqual([
    "",
    "acc",
    "acc/MCC",
    "Pearson/Spearman",
    "acc",
    "EM/F1",
    "acc",
  ]);
  // The sample standard deviation of 0.5 and 0.7 is 0.1 √2.
  expect(cells(table, 2)).toEqual([
    "made-up/型",
    "-",
    "-",
    "0.900/0.800",
    "0.600±0.141*",
    "-",
    "-",
  ]);
  expect(cells(table, 4)).toEqual([
    "Tohoku BERT base",
    "0.958",
    "0.838/0.350",
    "0.909/0.868",
    "0.906",
    "0.871/0.941",
    "0.808",
  ]);
});

test("notes say what is special about the figures", () => {
  const notes = formatBenchmark(RESULT).split("\n\n")[1] ?? "";
  expect(notes).toContain("±: standard deviation over the seeds.");
  expect(notes).toContain("(rows: JNLI 30); not comparable.");
  expect(notes).toContain("MARC-ja skipped: its file is not there.");
  expect(notes).not.toContain("no figure is comparable");
  expect(formatBenchmark({ ...RESULT, limit: 20 })).toContain("no figure is comparable");
});
