import { formatScore, nameScore } from "../terminal/describe-scores.ts";
import { formatTable } from "../terminal/table.ts";
import type { EpochRecord, Metrics, StepRecord } from "./read-metrics.ts";

/** The table of epochs. */
export function describeCurve(metrics: Metrics): string {
  const scores = [
    ...new Set(metrics.epochs.flatMap(({ validation }) => Object.keys(validation?.scores ?? {}))),
  ];
  const headers = [
    "phase",
    "epoch",
    "steps",
    "train loss",
    "validation loss",
    ...scores.map(nameScore),
    "learning rate",
    "tokens/s",
  ];
  return formatTable(
    headers,
    metrics.epochs.map((epoch) => describeEpoch(epoch, scores, metrics.steps)),
  );
}

function describeEpoch(
  { phase, epoch, trainLoss, validation }: EpochRecord,
  scores: readonly string[],
  steps: readonly StepRecord[],
): readonly string[] {
  const own = steps.filter((step) => step.phase === phase && step.epoch === epoch);
  return [
    phase,
    String(epoch),
    own.length === 0 ? "-" : String(own.length),
    trainLoss.toFixed(4),
    validation?.loss?.toFixed(4) ?? "-",
    ...scores.map((score) => describeValue(score, validation?.scores[score])),
    own.at(-1)?.learning_rate.toExponential(1) ?? "-",
    describeSpeed(own),
  ];
}

function describeValue(score: string, value: number | undefined): string {
  return value === undefined ? "-" : formatScore(score, value);
}

function describeSpeed(steps: readonly StepRecord[]): string {
  const tokens = steps.reduce((sum, step) => sum + step.tokens, 0);
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  return seconds > 0 ? (tokens / seconds).toFixed(0) : "-";
}
