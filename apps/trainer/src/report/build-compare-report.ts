/** Two releases on the same texts, put together from their parts; nothing here knows of the command line. */
import { measurePerformance } from "../analysis/measure-performance.ts";
import type { EvaluatedSplit } from "../evaluation-data/evaluation-data.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import type { Release } from "../release/release.ts";
import { toServableModel } from "../release/to-servable-model.ts";
import { refuseAfterSignal } from "../terminal/end-on-signals.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { compareAnswers, nameAnswers } from "./compare-answers.ts";
import type { ComparedModel, CompareReport } from "./compare-report.ts";
import { describeModel } from "./describe-model.ts";
import { describeSplit } from "./describe-split.ts";
import { scoreTexts } from "./score-splits.ts";

export interface CompareRequest {
  /** The one that is compared with. */
  readonly a: Release;
  /** With the same labels. */
  readonly b: Release;
  readonly texts: EvaluatedSplit;
  readonly now: () => Date;
}

/** @throws KanjoError `interrupted` after a signal, `text-malformed`, and what opening a model throws */
export async function buildCompareReport(
  { a, b, texts, now }: CompareRequest,
  reporter: Reporter,
): Promise<CompareReport> {
  const scoredA = await scoreTexts(a, texts, reporter);
  const scoredB = await scoreTexts(b, texts, reporter);
  return {
    schemaVersion: 1,
    generatedAt: now().toISOString(),
    a: await describe(a, texts.split, scoredA, reporter),
    b: await describe(b, texts.split, scoredB, reporter),
    comparison: compareAnswers(
      texts.split,
      nameAnswers(a, scoredA),
      { scored: scoredB },
      b.manifest.labels,
    ),
  };
}

async function describe(
  release: Release,
  split: string,
  scored: readonly ScoredExample[],
  reporter: Reporter,
): Promise<ComparedModel> {
  refuseAfterSignal();
  const { labels, calibration, version } = release.manifest;
  reporter.progress("compare", `measuring latency and memory of ${version}`);
  return {
    model: describeModel(release.manifest),
    split: describeSplit(split, scored, labels, calibration),
    performance: await measurePerformance(toServableModel(release)),
  };
}
