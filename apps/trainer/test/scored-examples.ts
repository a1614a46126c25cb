import type { ScoredExample } from "../src/evaluation/evaluate.ts";

export interface ScoredRow {
  readonly text?: string;
  /** Class index of the gold label. */
  readonly gold: number;
  /** Of each class; the first of the highest is predicted. */
  readonly scores: readonly number[];
  readonly tokens?: number;
  readonly truncated?: boolean;
}

/** `a`, `b`, `c`, ... */
export function nameLabels(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String.fromCodePoint(97 + index));
}

/** Answers as a model gives them, with labels by `nameLabels`. */
export function makeScored(rows: readonly ScoredRow[]): ScoredExample[] {
  return rows.map(({ text, gold, scores, tokens = 8, truncated = false }, index) => {
    const labels = nameLabels(scores.length);
    const score = Math.max(...scores);
    return {
      example: { text: text ?? `${index}`, label: labels[gold] ?? "", source: `rows:${index + 1}` },
      answer: {
        label: labels[scores.indexOf(score)] ?? "",
        score,
        scores: Object.fromEntries(labels.map((label, at) => [label, scores[at] ?? 0])),
        tokens,
        truncated,
      },
    };
  });
}
