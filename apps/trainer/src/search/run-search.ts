import type { Configuration } from "./axis.ts";
import type { Rung } from "./rungs.ts";

/** What came of a configuration that was trained with each seed. */
export interface Trial {
  readonly configuration: Configuration;
  readonly epochs: number;
  /** Name of the score, such as `accuracy`; null where no training came to its end. */
  readonly primary: string | null;
  /** Mean over the seeds of the best epochs' validation scores; null where a training failed. */
  readonly score: number | null;
  /** Sample standard deviation over the seeds; null with a single one. */
  readonly deviation: number | null;
  /** Mean validation loss. */
  readonly loss: number | null;
  readonly trainSeconds: number;
}

/** Trains a configuration for so many epochs. */
export type RunTrial = (configuration: Configuration, epochs: number) => Promise<Trial>;

/**
 * Goes through the rungs; the best of each go on to the next.
 * @returns all trials, each rung's after the one before it, the best of a rung first
 */
export async function runSearch(
  configurations: readonly Configuration[],
  rungs: readonly Rung[],
  runTrial: RunTrial,
): Promise<readonly (readonly Trial[])[]> {
  const ranked: (readonly Trial[])[] = [];
  let candidates = configurations;
  for (const { epochs, configurations: count } of rungs) {
    const trials: Trial[] = [];
    for (const configuration of candidates.slice(0, count)) {
      trials.push(await runTrial(configuration, epochs));
    }
    const best = trials.toSorted(compareTrials);
    ranked.push(best);
    candidates = best
      .filter(({ score }) => score !== null)
      .map(({ configuration }) => configuration);
  }
  return ranked;
}

/** The higher score first, of equals the lower loss, a failure last; else as they were given. */
function compareTrials(a: Trial, b: Trial): number {
  if (a.score === null || b.score === null)
    return Number(a.score === null) - Number(b.score === null);
  return b.score - a.score || (a.loss ?? Infinity) - (b.loss ?? Infinity) || 0;
}
