import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { TrainJob } from "@kanjo/shared/contract/job";

import { runBenchPython } from "../bench-python.ts";
import type { Contender, Trained } from "./contender.ts";

/** What `hugging_face_trainer.py` prints. */
interface TrainerResult {
  readonly samples_per_second: number;
  readonly train_seconds: number;
  readonly best: { readonly accuracy: number; readonly macro_f1: number };
  readonly peak_memory_bytes: number;
  readonly libraries: Readonly<Record<string, string>>;
}

export type Sampling = "random" | "group_by_length";

/** Hugging Face's `Trainer` on the same job. */
export function huggingFaceTrainer(sampling: Sampling): Contender {
  return {
    name: sampling === "random" ? "Trainer" : `Trainer, ${sampling}`,
    train: (job, folder) => trainWithTrainer(job, folder, sampling),
  };
}

async function trainWithTrainer(
  job: TrainJob,
  folder: string,
  sampling: Sampling,
): Promise<Trained> {
  const jobFile = join(folder, "job.json");
  await writeFile(jobFile, JSON.stringify(job));
  const result: TrainerResult = JSON.parse(
    await runBenchPython("hugging_face_trainer.py", [jobFile, "--sampling", sampling]),
  );
  return {
    samplesPerSecond: result.samples_per_second,
    seconds: result.train_seconds,
    accuracy: result.best.accuracy,
    macroF1: result.best.macro_f1,
    peakMemoryBytes: result.peak_memory_bytes,
    libraries: result.libraries,
  };
}
