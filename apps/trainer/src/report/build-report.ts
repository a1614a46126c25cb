/** A report on a release, put together from its parts; nothing here knows of the command line. */
import { describeErrors } from "../analysis/describe-errors.ts";
import { findShortcuts } from "../analysis/find-shortcuts.ts";
import { measurePerformance } from "../analysis/measure-performance.ts";
import type { Example } from "../dataset/dataset.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import type { ClassifierPool } from "../inference/classifier-pool.ts";
import type { Release } from "../release/release.ts";
import { toServableModel } from "../release/to-servable-model.ts";
import { refuseAfterSignal } from "../terminal/end-on-signals.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { openReleaseTokenizer } from "../tokenize/open-release-tokenizer.ts";
import { compareAnswers, type OtherAnswers } from "./compare-answers.ts";
import { describeData } from "./describe-data.ts";
import { describeModel } from "./describe-model.ts";
import { nameSlices } from "./describe-slices.ts";
import { describeSplit } from "./describe-split.ts";
import { readTraining } from "./read-training.ts";
import type { ErrorReport, Report, Shortcut, SplitData, SplitReport } from "./report.ts";
import { type ScoredSplit, withPool } from "./score-splits.ts";

export interface ReportRequest {
  readonly release: Release;
  /** What it answered: at least one split, none of them empty; the most telling last. */
  readonly splits: readonly ScoredSplit[];
  /** Where near neighbours of the errors are looked for; empty where it is not at hand. */
  readonly train: readonly Example[];
  /** Where the training's curves are; null for a model without its run. */
  readonly runDir: string | null;
  /** What a release with the same labels answered to the last split; null for none. */
  readonly other: OtherAnswers | null;
  /** Errors of a split, the surest ones, whose words are weighed. */
  readonly explained?: number;
  readonly now: () => Date;
}

/**
 * Gathers everything that is known of a release from its answers and its bytes.
 * @throws KanjoError `interrupted` after a signal, `text-malformed`, and what opening a model throws
 */
export async function buildReport(request: ReportRequest, reporter: Reporter): Promise<Report> {
  const { release, splits, runDir, other, now } = request;
  const last = splits.at(-1);
  if (last === undefined) throw new Error("a report needs a split");
  const analysis = await withPool(release, (pool) => analyse(pool, request, last, reporter));
  refuseAfterSignal();
  reporter.progress("report", "measuring latency and memory");
  const performance = await measurePerformance(toServableModel(release));
  return {
    schemaVersion: 1,
    generatedAt: now().toISOString(),
    model: describeModel(release.manifest),
    splits: analysis.splits,
    data: await describeTexts(request),
    training: runDir === null ? null : await readTraining(runDir),
    shortcuts: analysis.shortcuts,
    performance,
    comparison: other && compareAnswers(last.split, other, last, release.manifest.labels),
  };
}

interface Analysis {
  readonly splits: readonly SplitReport[];
  readonly shortcuts: readonly Shortcut[];
}

/** What takes the model itself. */
async function analyse(
  pool: ClassifierPool,
  request: ReportRequest,
  last: ScoredSplit,
  reporter: Reporter,
): Promise<Analysis> {
  const { labels, calibration } = request.release.manifest;
  const splits: SplitReport[] = [];
  for (const { split, scored } of request.splits) {
    refuseAfterSignal();
    reporter.progress("report", `looking at the errors of ${split}`);
    const figures = describeSplit(split, scored, labels, calibration);
    splits.push({ ...figures, errors: await describeSlicedErrors(scored, pool, request) });
  }
  refuseAfterSignal();
  reporter.progress("report", `looking for shortcuts in ${last.split}`);
  return { splits, shortcuts: await findShortcuts(last.scored, { pool, labels }) };
}

/** Each error with the slices that it is in. */
async function describeSlicedErrors(
  scored: readonly ScoredExample[],
  pool: ClassifierPool,
  { train, explained }: ReportRequest,
): Promise<ErrorReport> {
  const budget = explained === undefined ? {} : { explained };
  const { total, shown } = await describeErrors(scored, { pool, train, ...budget });
  const slices = nameSlices(scored);
  return {
    total,
    shown: shown.map((error) => ({ ...error, slices: slices[error.row - 1] ?? [] })),
  };
}

/** Lengths and labels, those of the train split before the evaluated ones. */
async function describeTexts({ release, splits, train }: ReportRequest): Promise<SplitData[]> {
  const { dir, manifest } = release;
  const { tokenizer } = await openReleaseTokenizer(dir);
  const evaluated = splits.map(({ split, scored }) => ({
    split,
    examples: scored.map(({ example }) => example),
  }));
  const isThere = train.length === 0 || evaluated.some(({ split }) => split === "train");
  const texts = isThere ? evaluated : [{ split: "train", examples: train }, ...evaluated];
  return texts.map(({ split, examples }) =>
    describeData(split, examples, tokenizer, manifest.maxTokens, manifest.labels),
  );
}
