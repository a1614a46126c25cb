import type { Dataset, Example } from "./dataset.ts";
import { SPLITS } from "./dataset.ts";

/** A finding about the data; errors stop a training, warnings do not. */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly message: string;
  /** Files and lines, at most `SOURCES_SHOWN` of them. */
  readonly sources: readonly string[];
  readonly count: number;
}

const SOURCES_SHOWN = 5;

/** Looks for what makes a training fail or its figures lie. */
export function checkDataset(dataset: Dataset): Problem[] {
  const all = SPLITS.flatMap((split) =>
    dataset.splits[split].map((example) => ({ ...example, split })),
  );
  const known = new Set(dataset.labels);
  const problems = [
    ...emptySplits(dataset),
    problem(
      "error",
      "the text is empty",
      all.filter((row) => row.text.trim() === ""),
    ),
    problem(
      "error",
      "the label is empty",
      all.filter((row) => row.label.trim() === ""),
    ),
    problem(
      "error",
      "the text has a lone surrogate",
      all.filter((row) => !row.text.isWellFormed()),
    ),
    problem(
      "error",
      `the label is none of ${dataset.labels.join(", ")}`,
      all.filter((row) => !known.has(row.label)),
    ),
    problem("warning", "the same text has another label elsewhere", conflicting(all)),
    problem("warning", "the same text is in another split", leaking(all)),
    problem("warning", "the same text came before in this split", repeated(all)),
    ...missingLabels(dataset),
  ];
  return problems.filter((found) => found.count > 0);
}

function problem(
  severity: Problem["severity"],
  message: string,
  rows: readonly Example[],
): Problem {
  const sources = rows.slice(0, SOURCES_SHOWN).map((row) => row.source);
  return { severity, message, sources, count: rows.length };
}

function emptySplits(dataset: Dataset): Problem[] {
  return SPLITS.filter((split) => dataset.splits[split].length === 0).map((split) => ({
    severity: "error",
    message: `the ${split} split is empty`,
    sources: [],
    count: 1,
  }));
}

function missingLabels(dataset: Dataset): Problem[] {
  if (dataset.labels.length < 2) {
    return [
      {
        severity: "error",
        message: `only ${dataset.labels.length} label, at least 2 are needed`,
        sources: [],
        count: 1,
      },
    ];
  }
  const trained = new Set(dataset.splits.train.map((row) => row.label));
  return dataset.labels
    .filter((label) => !trained.has(label))
    .map((label) => ({
      severity: "error",
      message: `the train split has no example of ${label}`,
      sources: [],
      count: 1,
    }));
}

type SplitExample = Example & { readonly split: string };

function conflicting(rows: readonly SplitExample[]): SplitExample[] {
  return withSeveral(rows, (row) => row.label);
}

function leaking(rows: readonly SplitExample[]): SplitExample[] {
  return withSeveral(rows, (row) => row.split);
}

/** Rows whose text occurs with more than one value of `key`. */
function withSeveral(
  rows: readonly SplitExample[],
  key: (row: SplitExample) => string,
): SplitExample[] {
  const values = new Map<string, Set<string>>();
  for (const row of rows) {
    const seen = values.get(row.text) ?? new Set();
    values.set(row.text, seen.add(key(row)));
  }
  return rows.filter((row) => (values.get(row.text)?.size ?? 0) > 1);
}

function repeated(rows: readonly SplitExample[]): SplitExample[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = `${row.split}\0${row.text}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
