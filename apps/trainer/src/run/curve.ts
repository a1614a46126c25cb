/** How a training went, epoch by epoch, as far as it came. */
import { join } from "node:path";

import { type Metrics, readMetrics } from "./read-metrics.ts";
import { NO_RESULT, type RunResult } from "./run-result.ts";
import { primaryScore, type SplitScores } from "./split-scores.ts";

/** The run's metrics, those of the domain's texts first; null where the engine has written none. */
export async function readCurve(dir: string): Promise<Metrics | null> {
  const domain = await readMetrics(join(dir, "engine/domain/metrics.jsonl"));
  const training = await readMetrics(join(dir, "engine/metrics.jsonl"));
  if (domain === null) return training;
  const { steps = [], epochs = [], unreadable = 0 } = training ?? {};
  const rename = <Entry extends object>(entry: Entry) => ({ ...entry, phase: "domain" });
  return {
    steps: [...domain.steps.map(rename), ...steps],
    epochs: [...domain.epochs.map(rename), ...epochs],
    unreadable: domain.unreadable + unreadable,
  };
}

/** What is known of a training before its end. */
export function summarizeCurve(metrics: Metrics | null): RunResult {
  if (metrics === null) return NO_RESULT;
  const best = findBest(metrics);
  return {
    ...NO_RESULT,
    validation: best?.validation ?? null,
    bestEpoch: best?.epoch ?? null,
    trainSeconds: metrics.steps.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function findBest({ epochs }: Metrics): { epoch: number; validation: SplitScores } | null {
  // The last phase with labels is the training; what came before it warmed up.
  const last = epochs.findLast(({ validation }) => validation !== null)?.phase;
  const candidates = epochs.flatMap(({ phase, epoch, validation }) =>
    phase === last && validation !== null ? [{ epoch, validation }] : [],
  );
  const score = (one: { validation: SplitScores }): number =>
    primaryScore(one.validation) ?? -Infinity;
  return candidates.toSorted((a, b) => score(b) - score(a))[0] ?? null;
}
