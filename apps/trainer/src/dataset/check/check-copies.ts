import type { Dataset } from "../dataset.ts";
import { findRows, type Problem } from "./problem.ts";
import type { ViewedRow } from "./viewed-row.ts";

/** Rows with the same texts: contradictions, leaks into a split that is measured on, and plain copies. */
export function checkCopies(rows: readonly ViewedRow[], task: Dataset["task"]): Problem[] {
  const answer = task === "classification" ? "label" : "answer";
  const copies = groupByTexts(rows);
  return [
    ...findRows(
      {
        severity: "warning",
        check: "conflicting-answers",
        message: `the same text has another ${answer} elsewhere`,
      },
      copies.filter((row) => row.answers > 1),
    ),
    ...findRows(
      {
        severity: "warning",
        check: "split-leak",
        message: "the same text is in another split",
      },
      copies.filter((row) => row.splits > 1),
    ),
    ...findRows(
      {
        severity: "warning",
        check: "duplicate-text",
        message: "the same text came before in this split",
      },
      copies.filter((row) => row.repeated),
    ),
  ];
}

interface Copy {
  readonly source: string;
  /** Different answers and splits of the rows with these texts. */
  readonly answers: number;
  readonly splits: number;
  /** Whether it is not the first of its split. */
  readonly repeated: boolean;
}

function groupByTexts(rows: readonly ViewedRow[]): Copy[] {
  const groups = Map.groupBy(rows, ({ texts }) => JSON.stringify(texts));
  const found = new Map<ViewedRow, Copy>();
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    const answers = new Set(group.map((row) => row.answer)).size;
    const seen = new Set<string>();
    const splits = new Set(group.map((row) => row.split)).size;
    for (const row of group) {
      const { source, split } = row;
      found.set(row, { source, answers, splits, repeated: seen.has(split) });
      seen.add(split);
    }
  }
  return rows.map((row) => found.get(row)).filter((copy) => copy !== undefined);
}
