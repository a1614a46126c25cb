import type { Interval, SplitReport } from "../report/report.ts";
import { formatPercent } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";

type EvaluatedSplit = Omit<SplitReport, "errors">;

/** Figures of each split, then of each class, then who was taken for whom, as plain text. */
export function describeEvaluation(
  splits: readonly EvaluatedSplit[],
  labels: readonly string[],
): string {
  const parts = splits.flatMap((split) => [
    describeClasses(split),
    describeConfusion(split, labels),
  ]);
  return [describeSplits(splits), ...parts].join("\n\n");
}

function describeSplits(splits: readonly EvaluatedSplit[]): string {
  const headers = "split,texts,accuracy,95 %,macro-F1,Matthews,loss,ECE,Brier".split(",");
  const rows = splits.map(({ split, metrics, accuracyInterval }) => [
    split,
    String(metrics.count),
    formatPercent(metrics.accuracy),
    formatInterval(accuracyInterval),
    ...[metrics.macroF1, metrics.matthews, metrics.loss].map(formatFigure),
    ...[metrics.expectedCalibrationError, metrics.brier].map(formatFigure),
  ]);
  return formatTable(headers, rows);
}

/** `86.1-91.0 %` */
export function formatInterval([low, high]: Interval): string {
  return `${(low * 100).toFixed(1)}-${formatPercent(high)}`;
}

function describeClasses({ split, classes }: EvaluatedSplit): string {
  const headers = [`${split}: label`, "texts", "predicted", "precision", "recall", "F1", "ROC AUC"];
  const rows = classes.map(({ label, support, predicted, precision, recall, f1, rocAuc }) => [
    label,
    String(support),
    String(predicted),
    ...[precision, recall, f1].map(formatFigure),
    rocAuc === null ? "-" : formatFigure(rocAuc),
  ]);
  return formatTable(headers, rows);
}

function describeConfusion({ split, metrics }: EvaluatedSplit, labels: readonly string[]): string {
  const headers = [`${split}: gold`, ...labels.map((label) => `as ${label}`)];
  const rows = labels.map((label, gold) => [
    label,
    ...(metrics.confusionMatrix[gold] ?? []).map(String),
  ]);
  return formatTable(headers, rows);
}

function formatFigure(value: number): string {
  return value.toFixed(3);
}
