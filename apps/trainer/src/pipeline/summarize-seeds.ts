import type { EngineMetrics } from "@kanjo/shared/contract/event";

import { type Summary, summarize } from "../evaluation/summarize-scores.ts";
import { formatScore, nameScore } from "../terminal/describe-scores.ts";
import type { Reporter } from "../terminal/reporter.ts";
import type { TrainedSeed } from "./train-seed.ts";

/** Mean and sample standard deviation of each score, by its name. */
type ScoreSummaries = Readonly<Record<string, Summary>>;

export interface SeedSummary {
  /** Of the best epochs, as the engine computed them. */
  readonly validation: ScoreSummaries;
  /** Of the models as they are served; null where they are not. */
  readonly test: ScoreSummaries | null;
}

/** The higher validation score; of equals the lower loss, then the first. */
export function chooseBest(seeds: readonly TrainedSeed[]): TrainedSeed {
  const best = seeds.reduce<TrainedSeed | null>(
    (found, seed) =>
      found === null || isBetter(seed.training.validation, found.training.validation)
        ? seed
        : found,
    null,
  );
  if (best === null) throw new Error("no seed was trained");
  return best;
}

/** Whether a model with these validation figures is preferred. */
function isBetter(candidate: EngineMetrics, other: EngineMetrics): boolean {
  const [score, otherScore] = [scoreOf(candidate), scoreOf(other)];
  if (score !== otherScore) return score > otherScore;
  return (candidate.loss ?? Infinity) < (other.loss ?? Infinity);
}

/** The score that the task goes by: the higher, the better. */
export function scoreOf({ primary, scores }: EngineMetrics): number {
  return scores[primary] ?? -Infinity;
}

/** @param seeds at least one */
export function summarizeSeeds(seeds: readonly TrainedSeed[]): SeedSummary {
  const served = seeds.flatMap((seed) => seed.served ?? []);
  const tests = served.map(({ metrics: { test } }) => ({
    accuracy: test.accuracy,
    macro_f1: test.macroF1,
  }));
  return {
    validation: summarizeScores(seeds.map(({ training }) => training.validation.scores)),
    test: tests.length === 0 ? null : summarizeScores(tests),
  };
}

function summarizeScores(scores: readonly Readonly<Record<string, number>>[]): ScoreSummaries {
  const names = Object.keys(scores[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, summarize(scores.flatMap((one) => one[name] ?? []))]),
  );
}

/** A line for validation, and one for test where there are figures. */
export function reportSeeds(seeds: readonly TrainedSeed[], best: TrainedSeed, reporter: Reporter) {
  const { validation, test } = summarizeSeeds(seeds);
  const names = seeds.map(({ seed }) => seed).join(", ");
  reporter.line("seeds", `${names}: validation ${describeSummaries(validation)}`);
  if (test !== null) reporter.line("seeds", `${names}: test ${describeSummaries(test)}`);
  reporter.line("seeds", `best by validation: ${best.seed}`);
}

function describeSummaries(summaries: ScoreSummaries): string {
  return Object.entries(summaries)
    .map(([name, summary]) => `${nameScore(name)} ${describeSummary(name, summary)}`)
    .join(", ");
}

/** `88.4 % ± 0.3 %` */
export function describeSummary(score: string, { mean, deviation }: Summary): string {
  const written = formatScore(score, mean);
  return deviation === null ? written : `${written} ± ${formatScore(score, deviation)}`;
}
