import type { Finding } from "./compare-answers.ts";
import type { DriftReport } from "./drift-report.ts";

/** The report for people. */
export function describeDrift(report: DriftReport): string {
  const { model, evaluation, period, findings } = report;
  const lines = [
    `${model.name} ${model.version}: ${period.rows} answers against ${evaluation.rows} of ${evaluation.split}`,
  ];
  if (period.effective < period.rows) {
    lines.push(`sampled: they are worth ${Math.floor(period.effective)}`);
  }
  return [...lines, ...findings.flatMap(describeFinding), "", describeVerdict(report)].join("\n");
}

function describeFinding({ subject, test, statistic, p, stability, hasDrifted, classes }: Finding) {
  const width = Math.max(...classes.map(({ name }) => name.length));
  const verdict = hasDrifted ? "drift" : "no drift";
  return [
    "",
    `${subject}: ${verdict} (${test} ${format(statistic)}, p ${format(p)}, stability index ${format(stability)})`,
    ...classes.map(
      ({ name, evaluation, period }) =>
        `  ${name.padEnd(width)}  ${percent(evaluation)} -> ${percent(period)}`,
    ),
  ];
}

function describeVerdict({ verdict, limits }: DriftReport): string {
  switch (verdict) {
    case "drift":
      return "The answers have drifted. Look at what is asked now, and evaluate the model on it.";
    case "no drift":
      return `No drift: p is ${limits.alpha} or more, or the stability index is below ${limits.stability}.`;
    case "too few":
      return "There are too few answers to tell.";
  }
}

function format(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toFixed(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}
