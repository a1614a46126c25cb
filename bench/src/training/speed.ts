/** Who trains how fast: all contenders do the same job, taking turns. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import type { ModelSource, TrainJob } from "@kanjo/shared/contract/job";

import { runBenchPython } from "../bench-python.ts";
import { mean } from "../statistics.ts";
import type { Contender, Trained } from "./contender.ts";
import { BATCH_SIZE, makeTrainJob } from "./training-job.ts";

/** Of bert-base-japanese-v3; the synthetic tokens are drawn from as many. */
const BASE_VOCABULARY_SIZE = 32_768;
const VALIDATION_ROWS = 32;
const LABELS = ["negative", "positive"];

/** One model, one precision. */
export interface Trial {
  readonly title: string;
  readonly model: ModelSource;
  readonly precision: "fp32" | "bf16";
  readonly rows: number;
  /** `Trainer` first: the others are compared with it. */
  readonly contenders: readonly Contender[];
}

export interface Standing {
  readonly name: string;
  /** One a round. */
  readonly samplesPerSecond: readonly number[];
  /** Mean speed over the first contender's. */
  readonly times: number;
  readonly peakMemoryBytes: number;
}

export interface TrialResult {
  readonly trial: Trial;
  readonly standings: readonly Standing[];
  readonly libraries: Readonly<Record<string, string>>;
}

/** Every other round goes backwards, so that a slow moment hits all alike. */
export async function runTrial(
  trial: Trial,
  rounds: number,
  folder: string,
  onTrained: (text: string) => void,
): Promise<TrialResult> {
  const job = await makeSpeedJob(trial, folder);
  const trained = new Map<Contender, Trained[]>(trial.contenders.map((one) => [one, []]));
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? trial.contenders : trial.contenders.toReversed();
    for (const contender of order) {
      const result = await trainIn(join(folder, "output"), contender, job);
      trained.get(contender)?.push(result);
      onTrained(
        `${trial.title}: ${contender.name}: ${result.samplesPerSecond.toFixed(1)} samples/s`,
      );
    }
  }
  return { trial, ...summarize(trained) };
}

async function makeSpeedJob(trial: Trial, folder: string): Promise<TrainJob> {
  const trainData = join(folder, `train-${trial.rows}.arrow`);
  const validationData = join(folder, "validation.arrow");
  await writeRows(trainData, trial.rows, 1);
  await writeRows(validationData, VALIDATION_ROWS, 2);
  return makeTrainJob({
    labels: LABELS,
    trainData,
    validationData,
    vocabulary: {
      size: BASE_VOCABULARY_SIZE,
      pad_token_id: 0,
      mask_token_id: 4,
      special_token_ids: [0, 1, 2, 3, 4],
    },
    model: trial.model,
    precision: trial.precision,
    epochs: 1,
    learningRate: 2e-5,
    seed: 42,
  });
}

async function writeRows(file: string, rows: number, seed: number): Promise<void> {
  await runBenchPython("wrime_lengths.py", [file, "--rows", `${rows}`, "--seed", `${seed}`]);
}

/** Trains in a new folder that is gone afterwards: checkpoints of the large shape have a gigabyte. */
async function trainIn(folder: string, contender: Contender, job: TrainJob): Promise<Trained> {
  await mkdir(folder, { recursive: true });
  try {
    return await contender.train(job, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param trained in the order of the contenders */
function summarize(
  trained: ReadonlyMap<Pick<Contender, "name">, readonly Trained[]>,
): Pick<TrialResult, "standings" | "libraries"> {
  const speeds = [...trained.values()].map((results) =>
    results.map(({ samplesPerSecond }) => samplesPerSecond),
  );
  const reference = mean(speeds[0] ?? []);
  return {
    standings: [...trained].map(([{ name }, results], index) => ({
      name,
      samplesPerSecond: speeds[index] ?? [],
      times: mean(speeds[index] ?? []) / reference,
      peakMemoryBytes: Math.max(...results.map(({ peakMemoryBytes }) => peakMemoryBytes)),
    })),
    libraries: Object.assign({}, ...[...trained.values()].flat().map((one) => one.libraries)),
  };
}

export const rowsOf = (steps: number): number => steps * BATCH_SIZE;
