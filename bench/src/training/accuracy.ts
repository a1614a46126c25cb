/** Whether all train equally well: the same small BERT from random weights, several seeds. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Contender, Trained } from "./contender.ts";
import { prepareRealData, type RealData } from "./real-data.ts";
import { makeTrainJob } from "./training-job.ts";
import { CONTENDERS, makeShape } from "./trials.ts";

export const ACCURACY_EPOCHS = 8;
export const ACCURACY_LEARNING_RATE = 5e-4;

export interface AccuracyResult {
  readonly data: RealData;
  readonly seeds: readonly number[];
  readonly standings: readonly AccuracyStanding[];
}

export interface AccuracyStanding {
  readonly name: string;
  /** One a seed. */
  readonly trained: readonly Trained[];
}

/** All contenders with a seed, then with the next. */
export async function compareAccuracy(
  seeds: readonly number[],
  folder: string,
  onTrained: (text: string) => void,
): Promise<AccuracyResult> {
  const data = await prepareRealData(folder);
  const standings = CONTENDERS.map(({ name }): { name: string; trained: Trained[] } => {
    return { name, trained: [] };
  });
  for (const seed of seeds) {
    for (const [index, contender] of CONTENDERS.entries()) {
      const output = join(folder, `${seed}-${index}`);
      const trained = await trainWithSeed(contender, data, seed, output);
      standings[index]?.trained.push(trained);
      onTrained(`seed ${seed}: ${contender.name}: accuracy ${trained.accuracy.toFixed(3)}`);
    }
  }
  return { data, seeds, standings };
}

async function trainWithSeed(
  contender: Contender,
  data: RealData,
  seed: number,
  folder: string,
): Promise<Trained> {
  await mkdir(folder);
  const job = makeTrainJob({
    ...data,
    model: makeShape(3, 128),
    precision: "fp32",
    epochs: ACCURACY_EPOCHS,
    learningRate: ACCURACY_LEARNING_RATE,
    seed,
  });
  return contender.train(job, folder);
}
