import { formatPercent } from "./reporter.ts";

interface ScoreStyle {
  readonly name: string;
  readonly format: (value: number) => string;
}

const formatFraction = (value: number): string => value.toFixed(3);

/** In the order in which they are told. */
const STYLES: Readonly<Record<string, ScoreStyle>> = {
  accuracy: { name: "accuracy", format: formatPercent },
  macro_f1: { name: "macro-F1", format: formatFraction },
  pearson: { name: "Pearson", format: formatFraction },
  spearman: { name: "Spearman", format: formatFraction },
  exact_match: { name: "exact match", format: formatFraction },
  f1: { name: "F1", format: formatFraction },
  masked_accuracy: { name: "masked accuracy", format: formatPercent },
};

const ORDER = Object.keys(STYLES);

/** The scores of any task for people: `accuracy 88.9 %, macro-F1 0.880`. */
export function describeScores(scores: Readonly<Record<string, number>>): string {
  return sortScores(scores)
    .map(([score, value]) => describeScore(score, value))
    .join(", ");
}

/** `Pearson 0.912` */
export function describeScore(score: string, value: number): string {
  return `${nameScore(score)} ${formatScore(score, value)}`;
}

/** What people call a score: `macro-F1` for `macro_f1`. */
export function nameScore(score: string): string {
  return STYLES[score]?.name ?? score.replaceAll("_", " ");
}

/** A score's value without its name: `88.9 %` for an accuracy, `0.912` for a correlation. */
export function formatScore(score: string, value: number): string {
  return (STYLES[score]?.format ?? formatFraction)(value);
}

function sortScores(scores: Readonly<Record<string, number>>): readonly [string, number][] {
  const place = (score: string): number =>
    ORDER.includes(score) ? ORDER.indexOf(score) : ORDER.length;
  return Object.entries(scores).sort(([a], [b]) => place(a) - place(b));
}
