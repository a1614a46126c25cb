import type { TrainJob } from "@kanjo/shared/contract/job";

/** One that does a training job in a process of its own. */
export interface Contender {
  readonly name: string;
  /** @param folder for what it writes; it exists */
  train(job: TrainJob, folder: string): Promise<Trained>;
}

export interface Trained {
  /** Training rows a second, evaluation left out. */
  readonly samplesPerSecond: number;
  /** With evaluation. */
  readonly seconds: number;
  /** Of the best epoch by accuracy, on the validation rows. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly peakMemoryBytes: number;
  /** Name to version. */
  readonly libraries: Readonly<Record<string, string>>;
}
