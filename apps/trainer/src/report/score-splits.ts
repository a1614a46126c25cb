import type { Manifest } from "@kanjo/shared/manifest";

import type { EvaluatedSplit } from "../evaluation-data/evaluation-data.ts";
import { evaluateTexts, type ScoredExample } from "../evaluation/evaluate.ts";
import { type ClassifierPool, openClassifierPool } from "../inference/classifier-pool.ts";
import type { Release } from "../release/release.ts";
import { toServableModel } from "../release/to-servable-model.ts";
import { refuseAfterSignal } from "../terminal/end-on-signals.ts";
import { drawBar, type Reporter } from "../terminal/reporter.ts";

/** The answer to every text of a split, in its order. */
export interface ScoredSplit {
  readonly split: string;
  readonly scored: readonly ScoredExample[];
}

/** Gives `use` the release's bytes, open on all cores until it is done. */
export async function withPool<Result>(
  release: Release,
  use: (pool: ClassifierPool) => Promise<Result>,
): Promise<Result> {
  const pool = await openClassifierPool(toServableModel(release));
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

/**
 * Asks the release about every text of every split, on all cores.
 * @throws KanjoError `interrupted` after a signal, `label-unknown`, `text-malformed`, and what opening a model throws
 */
export function scoreSplits(
  release: Release,
  splits: readonly EvaluatedSplit[],
  reporter: Reporter,
): Promise<readonly ScoredSplit[]> {
  return withPool(release, async (pool) => {
    const answered: ScoredSplit[] = [];
    for (const texts of splits) {
      const scored = await score(texts, release.manifest, pool, reporter);
      answered.push({ split: texts.split, scored });
    }
    return answered;
  });
}

/** As `scoreSplits`, of one split. */
export function scoreTexts(
  release: Release,
  texts: EvaluatedSplit,
  reporter: Reporter,
): Promise<readonly ScoredExample[]> {
  return withPool(release, (pool) => score(texts, release.manifest, pool, reporter));
}

function score(
  { split, examples }: EvaluatedSplit,
  { labels, version }: Manifest,
  pool: ClassifierPool,
  reporter: Reporter,
): Promise<readonly ScoredExample[]> {
  refuseAfterSignal();
  return evaluateTexts(examples, labels, pool, (done) => {
    const bar = drawBar(done, examples.length);
    reporter.progress("evaluate", `${version} ${split} ${bar} ${done}/${examples.length}`);
  });
}
