import type { ComparedModel, CompareReport } from "../report/compare-report.ts";
import type { ComparisonReport, Performance } from "../report/report.ts";
import { formatBytes, formatPercent } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";
import { formatInterval } from "./describe-evaluation.ts";

/** Both models' figures side by side, and in what their answers differ, as plain text. */
export function describeCompared({ a, b, comparison }: CompareReport): string {
  return [describeModels(a, b), describeDifference(comparison)].join("\n\n");
}

function describeModels(a: ComparedModel, b: ComparedModel): string {
  const ofB = new Map(listFigures(b));
  const rows = listFigures(a).map(([name, ofA]) => [name, ofA, ofB.get(name) ?? "-"]);
  return formatTable([a.split.split, a.model.version, b.model.version], rows);
}

function listFigures({ split, performance }: ComparedModel): (readonly [string, string])[] {
  const { metrics, accuracyInterval } = split;
  return [
    ["texts", String(metrics.count)],
    ["accuracy", formatPercent(metrics.accuracy)],
    ["95 %", formatInterval(accuracyInterval)],
    ["macro-F1", metrics.macroF1.toFixed(3)],
    ["Matthews", metrics.matthews.toFixed(3)],
    ["ECE", metrics.expectedCalibrationError.toFixed(3)],
    ...(performance === null ? [] : listPerformance(performance)),
  ];
}

function listPerformance({
  modelBytes,
  heapAfterLongest,
  latency,
}: Performance): (readonly [string, string])[] {
  const times = latency.map(
    ({ tokens, medianMs }) => [`${tokens} tokens`, `${medianMs.toFixed(2)} ms`] as const,
  );
  return [["model", formatBytes(modelBytes)], ["heap", formatBytes(heapAfterLongest)], ...times];
}

/** What changes from the first model to the second. */
function describeDifference(comparison: ComparisonReport): string {
  const { split, summary, changed, onlyThisRight, onlyOtherRight } = comparison;
  return formatTable(
    [`${split}: labels`, ""],
    [
      ["the same", formatPercent(summary.agreement)],
      ["changed", String(changed.length)],
      ["newly right", String(onlyThisRight)],
      ["newly wrong", String(onlyOtherRight)],
      ["McNemar's p", formatP(summary.mcnemarP)],
    ],
  );
}

/** `0.041`, `3.2e-9` */
function formatP(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
