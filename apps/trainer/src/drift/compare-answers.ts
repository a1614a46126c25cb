/**
 * Whether a period's answers are distributed as the evaluation's were. With as many
 * answers as a worker gives, a test finds every difference, however small, so a drift
 * is one that is both not by chance (p) and large enough to matter (stability index).
 * Neither says that the answers are wrong: other texts than before are asked about.
 */
import type { Answers } from "./answers.ts";
import { stabilityIndex, testHomogeneity } from "./compare-counts.ts";
import { distanceTail, largestDistance } from "./kolmogorov.ts";

export interface Limits {
  /** A drift's p is below. */
  readonly alpha: number;
  /** A drift's stability index is at least. */
  readonly stability: number;
}

/** What was compared, and how it came out. */
export interface Finding {
  readonly subject: "labels" | "scores" | "abstentions";
  readonly test: "chi-square" | "kolmogorov-smirnov";
  readonly statistic: number;
  readonly p: number;
  readonly stability: number;
  readonly hasDrifted: boolean;
  /** Share of each class, in the evaluation and in the period. */
  readonly classes: readonly ClassShares[];
}

interface ClassShares {
  readonly name: string;
  readonly evaluation: number;
  readonly period: number;
}

/** Fewer answers, counted as what they are worth, say nothing. */
export const MIN_ANSWERS = 100;

/** @param labels of the model, in its order */
export function compareAnswers(
  evaluation: Answers,
  period: Answers,
  labels: readonly string[],
  limits: Limits,
): Finding[] {
  const others = [...period.labels.keys()].filter((label) => !labels.includes(label));
  const findings = [compareLabels(evaluation, period, [...labels, ...others], limits)];
  if (evaluation.scores.size > 0 && period.scores.size > 0) {
    findings.push(compareScores(evaluation, period, limits));
  }
  if (evaluation.abstained !== null && period.abstained !== null) {
    findings.push(compareAbstentions(evaluation, period, limits));
  }
  return findings;
}

function compareLabels(
  evaluation: Answers,
  period: Answers,
  labels: readonly string[],
  limits: Limits,
): Finding {
  const count = (answers: Answers): number[] =>
    labels.map((label) => answers.labels.get(label) ?? 0);
  return compareClasses("labels", labels, countBoth(evaluation, period, count), limits);
}

function compareAbstentions(evaluation: Answers, period: Answers, limits: Limits): Finding {
  const count = ({ abstained, labels }: Answers): number[] => [
    abstained ?? 0,
    sum([...labels.values()]) - (abstained ?? 0),
  ];
  const rows = countBoth(evaluation, period, count);
  return compareClasses("abstentions", ["abstained", "answered"], rows, limits);
}

type Rows = readonly [evaluation: readonly number[], period: readonly number[]];

function compareClasses(
  subject: Finding["subject"],
  names: readonly string[],
  rows: Rows,
  limits: Limits,
): Finding {
  const { statistic, p } = testHomogeneity(...rows);
  return judge({ subject, test: "chi-square", statistic, p }, names, rows, limits);
}

/** Bins of the stability index; as many of the evaluation's scores lie in each. */
const BINS = 10;

function compareScores(evaluation: Answers, period: Answers, limits: Limits): Finding {
  const statistic = largestDistance(evaluation.scores, period.scores);
  const p = distanceTail(statistic, [evaluation.effective, period.effective]);
  const edges = findEdges(evaluation.scores);
  const rows = countBoth(evaluation, period, ({ scores }) => countBins(scores, edges));
  const names = edges.map((edge, index) => nameBin(edge, edges[index + 1]));
  const test = { subject: "scores", test: "kolmogorov-smirnov", statistic, p } as const;
  return judge(test, names, rows, limits);
}

/** Lower edges; scores are to two digits, so there may be fewer than ten. */
function findEdges(scores: Answers["scores"]): number[] {
  const sorted = [...scores].toSorted(([a], [b]) => a - b);
  const total = sum([...scores.values()]);
  const edges = [0];
  let reached = 0;
  for (const [index, [, weight]] of sorted.entries()) {
    reached += weight;
    const next = sorted[index + 1]?.[0];
    if (next !== undefined && reached >= (edges.length * total) / BINS) edges.push(next);
  }
  return edges;
}

function countBins(scores: Answers["scores"], edges: readonly number[]): number[] {
  const counts = edges.map(() => 0);
  for (const [score, weight] of scores) {
    const bin = edges.findLastIndex((edge) => score >= edge);
    counts[bin] = (counts[bin] ?? 0) + weight;
  }
  return counts;
}

function nameBin(from: number, to: number | undefined): string {
  return to === undefined
    ? `${from.toFixed(2)} to 1.00`
    : `${from.toFixed(2)} to below ${to.toFixed(2)}`;
}

function judge(
  test: Pick<Finding, "subject" | "test" | "statistic" | "p">,
  names: readonly string[],
  [evaluation, period]: Rows,
  limits: Limits,
): Finding {
  const stability = stabilityIndex(evaluation, period);
  const [totalA, totalB] = [sum(evaluation), sum(period)];
  return {
    ...test,
    stability,
    hasDrifted: test.p < limits.alpha && stability >= limits.stability,
    classes: names.map((name, index) => ({
      name,
      evaluation: (evaluation[index] ?? 0) / totalA,
      period: (period[index] ?? 0) / totalB,
    })),
  };
}

function countBoth(
  evaluation: Answers,
  period: Answers,
  count: (answers: Answers) => number[],
): Rows {
  return [toEffective(count(evaluation), evaluation), toEffective(count(period), period)];
}

/** Counts that sum to what the answers are worth. */
function toEffective(weights: readonly number[], { effective }: Answers): number[] {
  const total = sum(weights);
  return weights.map((weight) => (total === 0 ? 0 : (weight * effective) / total));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
