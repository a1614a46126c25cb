/** Training beside Hugging Face's `Trainer` on this machine's processor: speed, accuracy, tokenization's share. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { compareAccuracy } from "./accuracy.ts";
import { describe } from "./describe.ts";
import { runTrial, type Trial, type TrialResult } from "./speed.ts";
import { parseTrainingOptions, type TrainingBenchOptions } from "./training-options.ts";
import { listSmallTrials, listTrials } from "./trials.ts";

/** @throws KanjoError `usage`, `bench-python-failed`, `engine-failed` */
export async function benchTraining(args: readonly string[]): Promise<string> {
  const options = parseTrainingOptions(args);
  const folder = await mkdtemp(join(tmpdir(), "kanjo-training-"));
  try {
    const trials = options.parts.includes("speed") ? await measureSpeed(options, folder) : [];
    const accuracy = options.parts.includes("accuracy")
      ? await compareAccuracy(options.seeds, folder, report)
      : null;
    return describe({ trials, accuracy });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureSpeed(options: TrainingBenchOptions, folder: string): Promise<TrialResult[]> {
  const small = listSmallTrials(options.steps);
  const trials: Trial[] = options.small
    ? small
    : [...(await listTrials(options.steps, folder)), ...small];
  const results: TrialResult[] = [];
  for (const trial of trials) results.push(await runTrial(trial, options.rounds, folder, report));
  return results;
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}
