import { KanjoError } from "@kanjo/shared/error";

import type { ScoredExample } from "../evaluation/evaluate.ts";
import { haveSameLabels } from "../evaluation/have-same-labels.ts";
import { computeMcNemarP } from "../evaluation/mcnemar.ts";
import { computeMetrics } from "../evaluation/metrics.ts";
import type { Release } from "../release/release.ts";
import type { ComparisonReport } from "./report.ts";

/** What another release answered. */
export interface OtherAnswers {
  readonly name: string;
  readonly version: string;
  readonly manifestSha256: string;
  readonly scored: readonly ScoredExample[];
}

/** What a release answered, under its name. */
export function nameAnswers(
  { manifest, manifestSha256 }: Pick<Release, "manifest" | "manifestSha256">,
  scored: readonly ScoredExample[],
): OtherAnswers {
  const { name, version } = manifest;
  return { name, version, manifestSha256, scored };
}

/**
 * Two releases on the same texts in the same order, of which there is at least one.
 * @throws KanjoError `labels-differ` when the other release has other labels
 */
export function compareAnswers(
  split: string,
  before: OtherAnswers,
  after: { readonly scored: readonly ScoredExample[] },
  labels: readonly string[],
): ComparisonReport {
  const answers = pairAnswers(before, after.scored);
  requireSameLabels(before, labels);
  const metrics = computeMetrics(before.scored, labels);
  const changed = answers.filter(({ one, other }) => one.answer.label !== other.answer.label);
  const onlyThisRight = changed.filter(({ one }) => isRight(one)).length;
  const onlyOtherRight = changed.filter(({ other }) => isRight(other)).length;
  return {
    split,
    other: { name: before.name, version: before.version, metrics },
    summary: {
      version: before.version,
      manifestSha256: before.manifestSha256,
      accuracy: metrics.accuracy,
      macroF1: metrics.macroF1,
      agreement: (answers.length - changed.length) / answers.length,
      mcnemarP: computeMcNemarP(onlyThisRight, onlyOtherRight),
    },
    onlyThisRight,
    onlyOtherRight,
    changed: changed.map(describeChange),
  };
}

interface AnswerPair {
  /** From 1. */
  readonly row: number;
  readonly one: ScoredExample;
  readonly other: ScoredExample;
}

function pairAnswers(before: OtherAnswers, after: readonly ScoredExample[]): AnswerPair[] {
  if (before.scored.length !== after.length) {
    throw new Error(`${before.scored.length} answers are compared with ${after.length}`);
  }
  return after.map((one, index) => {
    const other = before.scored[index];
    if (other?.example.text === one.example.text) return { row: index + 1, one, other };
    throw new Error(`answers to different texts are compared in row ${index + 1}`);
  });
}

function requireSameLabels({ name, version, scored }: OtherAnswers, labels: readonly string[]) {
  const others = Object.keys(scored[0]?.answer.scores ?? {});
  if (haveSameLabels(others, labels)) return;
  throw new KanjoError(
    "labels-differ",
    `${name} ${version} has the labels ${others.join(", ")}, expected ${labels.join(", ")}`,
    { hint: "Only models with the same labels can be compared." },
  );
}

function isRight({ example, answer }: ScoredExample): boolean {
  return example.label === answer.label;
}

function describeChange({ row, one, other }: AnswerPair): ComparisonReport["changed"][number] {
  const { source, text, label: gold } = one.example;
  return {
    row,
    source,
    text,
    gold,
    before: other.answer.label,
    after: one.answer.label,
    scoreBefore: other.answer.score,
    scoreAfter: one.answer.score,
  };
}
