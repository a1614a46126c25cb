import { type Dataset, type Split, SPLITS } from "../dataset.ts";
import { findRows, type Problem } from "./problem.ts";
import { type ViewedRow, viewSplit } from "./viewed-row.ts";

/** Counts the tokens that a model would be given. */
export interface TokenLimit {
  /** Tokens of one text with its two special ones. */
  readonly countTokens: (text: string) => number;
  /** Longer rows are cut, or for spans divided into windows. */
  readonly maxTokens: number;
}

export interface Distribution {
  readonly min: number;
  readonly median: number;
  /** 90th percentile. */
  readonly p90: number;
  readonly max: number;
}

export interface SplitLengths {
  readonly split: Split;
  /** Unicode code points of all of a row's texts; of choices the longest. */
  readonly characters: Distribution;
  /** With special tokens; null without a tokenizer. */
  readonly tokens: (Distribution & { readonly over: number }) | null;
}

export interface MeasuredLengths {
  readonly lengths: readonly SplitLengths[];
  readonly problems: readonly Problem[];
}

/** The length distribution of each split that has rows, and what a limit would cut. */
export function measureLengths(dataset: Dataset, limit: TokenLimit | null): MeasuredLengths {
  const measured = SPLITS.filter((split) => dataset.splits[split].length > 0).map((split) => {
    const rows = viewSplit(dataset, split).map((row) => measureRow(row, dataset.task, limit));
    return { split, rows };
  });
  const lengths = measured.map(({ split, rows }) => ({
    split,
    characters: distribute(rows.map((row) => row.characters)),
    tokens: describeTokens(rows, limit),
  }));
  const all = measured.flatMap(({ rows }) => rows);
  return { lengths, problems: findTruncated(all, dataset.task, limit) };
}

interface MeasuredRow {
  readonly source: string;
  readonly characters: number;
  readonly tokens: number;
}

function measureRow(
  { source, texts }: ViewedRow,
  task: Dataset["task"],
  limit: TokenLimit | null,
): MeasuredRow {
  const countCharacters = (text: string): number => Array.from(text).length;
  const tokens = limit === null ? 0 : measureTexts(texts, task, limit.countTokens, 1);
  return { source, characters: measureTexts(texts, task, countCharacters, 0), tokens };
}

/** @param shared special tokens that two texts in one row share: [CLS] */
function measureTexts(
  texts: readonly string[],
  task: Dataset["task"],
  measure: (text: string) => number,
  shared: number,
): number {
  const [first = 0, ...others] = texts.map(measure);
  if (others.length === 0) return first;
  const second =
    task === "multiple-choice"
      ? Math.max(...others)
      : others.reduce((total, length) => total + length, 0);
  return first + second - shared;
}

function describeTokens(rows: readonly MeasuredRow[], limit: TokenLimit | null) {
  if (limit === null) return null;
  const over = rows.filter((row) => row.tokens > limit.maxTokens).length;
  return { ...distribute(rows.map((row) => row.tokens)), over };
}

/** By nearest rank. */
function distribute(values: readonly number[]): Distribution {
  const sorted = Float64Array.from(values).sort();
  const rank = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { min: sorted[0] ?? 0, median: rank(0.5), p90: rank(0.9), max: rank(1) };
}

/** A hundredth may be cut without a word. */
const TOLERATED_SHARE = 0.01;

function findTruncated(
  rows: readonly MeasuredRow[],
  task: Dataset["task"],
  limit: TokenLimit | null,
): Problem[] {
  if (limit === null || task === "span") return [];
  const { maxTokens } = limit;
  const cut = rows.filter((row) => row.tokens > maxTokens);
  if (cut.length / rows.length <= TOLERATED_SHARE) return [];
  const message = `${((cut.length / rows.length) * 100).toFixed(1)} % of the rows have over ${maxTokens} tokens and are cut`;
  return findRows({ severity: "warning", check: "truncation", message }, cut);
}
