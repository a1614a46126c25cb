import { type Dataset, type Split, SPLITS } from "../dataset.ts";
import { findOne, type Problem } from "./problem.ts";

/** What a split's answers are. */
export interface SplitBalance {
  readonly split: Split;
  readonly rows: number;
  /** Rows by label or, for choices, by the right one's number; empty for other tasks. */
  readonly counts: Readonly<Record<string, number>>;
  /** Null but for regression. */
  readonly targets: { readonly min: number; readonly mean: number; readonly max: number } | null;
}

/** The balance of each split that has rows. */
export function measureBalance(dataset: Dataset): SplitBalance[] {
  return SPLITS.filter((split) => dataset.splits[split].length > 0).map((split) => ({
    split,
    rows: dataset.splits[split].length,
    counts: countAnswers(dataset, split),
    targets: dataset.task === "regression" ? measureTargets(dataset.splits[split]) : null,
  }));
}

function countAnswers(dataset: Dataset, split: Split): Record<string, number> {
  if (dataset.task === "classification") {
    const found = dataset.splits[split].map(({ label }) => label);
    return countEach(dataset.labels, found);
  }
  if (dataset.task !== "multiple-choice") return {};
  const numbers = Array.from({ length: dataset.choices }, (_, index) => `choice ${index}`);
  return countEach(
    numbers,
    dataset.splits[split].map(({ answer }) => `choice ${answer}`),
  );
}

function countEach(names: readonly string[], found: readonly string[]): Record<string, number> {
  const counts = new Map(names.map((name) => [name, 0]));
  for (const name of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0]));
}

function measureTargets(rows: readonly { readonly target: number }[]) {
  const targets = rows.map(({ target }) => target);
  return {
    min: targets.reduce((least, target) => Math.min(least, target), Infinity),
    mean: targets.reduce((total, target) => total + target, 0) / targets.length,
    max: targets.reduce((most, target) => Math.max(most, target), -Infinity),
  };
}

/** A class with a smaller share of the train split is hardly learned. */
const SMALLEST_SHARE = 0.05;

/** Classes that are rare in the train split. */
export function checkBalance(dataset: Dataset, balance: readonly SplitBalance[]): Problem[] {
  const train = balance.find(({ split }) => split === "train");
  if (dataset.task !== "classification" || train === undefined) return [];
  return Object.entries(train.counts)
    .filter(([, count]) => count > 0 && count / train.rows < SMALLEST_SHARE)
    .map(([label, count]) =>
      findOne({
        severity: "warning",
        check: "class-balance",
        message: `only ${count} of ${train.rows} train rows are ${label}: think of class weights, and read macro-F1 rather than accuracy`,
      }),
    );
}
