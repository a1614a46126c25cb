import type { SplitMetrics } from "@kanjo/shared/manifest";

import { formatPercent } from "../../terminal/reporter.ts";
import type { CardDraft, CardFacts } from "./card-draft.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatMarkdownTable } from "./markdown-table.ts";

const HEAD = [
  "split",
  "texts",
  "accuracy",
  "macro-F1",
  "Matthews correlation",
  "calibration error",
  "Brier",
  "log-likelihood loss",
];

/** Figures of each split, and the confusion matrix of the most telling one. */
export function describeFigures(draft: CardDraft, facts: CardFacts): string {
  const splits = Object.entries(draft.metrics);
  const rows = splits.map(([split, metrics]) => [escapeMarkdown(split), ...listFigures(metrics)]);
  return `## Figures

Every figure comes from the published bytes, run in onnxruntime-web.

${formatMarkdownTable(HEAD, rows)}
${describeBaseline(facts)}${describeConfusion(draft)}${describeComparison(draft)}`;
}

function listFigures(metrics: SplitMetrics): string[] {
  return [
    String(metrics.count),
    formatPercent(metrics.accuracy),
    metrics.macroF1.toFixed(3),
    metrics.matthews.toFixed(3),
    formatPercent(metrics.expectedCalibrationError),
    metrics.brier.toFixed(3),
    metrics.loss.toFixed(3),
  ];
}

function describeBaseline({ baselineAccuracy }: CardFacts): string {
  if (baselineAccuracy === undefined) return "";
  return `\nCharacter n-grams with logistic regression reach ${formatPercent(baselineAccuracy)} on the test split.\n`;
}

function describeConfusion({ metrics, labels }: CardDraft): string {
  const [split, last] =
    Object.entries(metrics).findLast(([name]) => name === "test") ??
    Object.entries(metrics).at(-1) ??
    [];
  if (split === undefined || last === undefined) return "";
  const names = labels.map(escapeMarkdown);
  const rows = last.confusionMatrix.map((row, gold) => [names[gold] ?? "", ...row.map(String)]);
  return `
Confusion matrix of ${escapeMarkdown(split)}, gold labels down and predicted ones across:

${formatMarkdownTable(["gold", ...names], rows)}
`;
}

function describeComparison({ comparison }: CardDraft): string {
  if (comparison === null) return "";
  const { version, agreement, accuracy, mcnemarP } = comparison;
  return `
It gives the same label as ${escapeMarkdown(version)} (accuracy ${formatPercent(accuracy)}) for ${formatPercent(agreement)} of the texts; McNemar's test: p = ${mcnemarP.toPrecision(2)}.
`;
}
