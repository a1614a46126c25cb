import type { Answers } from "./answers.ts";
import { compareAnswers, type Finding, type Limits, MIN_ANSWERS } from "./compare-answers.ts";
import type { ModelFigures } from "./reference.ts";

/** What `trainer drift --json` prints. */
export interface DriftReport {
  readonly model: { readonly name: string; readonly version: string };
  readonly evaluation: { readonly split: string; readonly rows: number };
  readonly period: {
    readonly rows: number;
    /** What they are worth, sampling considered. */
    readonly effective: number;
  };
  readonly limits: Limits;
  readonly findings: readonly Finding[];
  readonly verdict: "drift" | "no drift" | "too few";
}

export interface DriftInput {
  readonly figures: ModelFigures;
  readonly split: string;
  readonly evaluation: Answers;
  readonly period: Answers;
  readonly limits: Limits;
}

export function createDriftReport(input: DriftInput): DriftReport {
  const { figures, split, evaluation, period, limits } = input;
  const isEnough = period.effective >= MIN_ANSWERS;
  const findings = isEnough ? compareAnswers(evaluation, period, figures.labels, limits) : [];
  const hasDrifted = findings.some((finding) => finding.hasDrifted);
  return {
    model: { name: figures.name, version: figures.version },
    evaluation: { split, rows: evaluation.rows },
    period: { rows: period.rows, effective: period.effective },
    limits,
    findings,
    verdict: !isEnough ? "too few" : hasDrifted ? "drift" : "no drift",
  };
}
