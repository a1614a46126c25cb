import type { Batching, TrainJob } from "@kanjo/shared/contract/job";

import { runEngine } from "../../../apps/trainer/src/engine/run-engine.ts";
import { python } from "../tokenizer/python.ts";
import type { Contender, Trained } from "./contender.ts";

/** Kanjo's engine with batches of this kind. */
export function engineWith(batching: Batching): Contender {
  return {
    name: `Kanjo, ${describeBatching(batching)}`,
    train: (job, folder) =>
      trainInEngine({ ...job, training: { ...job.training, batching } }, folder),
  };
}

function describeBatching(batching: Batching): string {
  return batching.kind === "token-budget"
    ? `token-budget of ${batching.tokens}`
    : `${batching.kind} batches`;
}

async function trainInEngine(job: TrainJob, folder: string): Promise<Trained> {
  let libraries = {};
  const result = await runEngine(
    { ...job, output_dir: folder },
    {
      python,
      runDir: folder,
      onEvent: (event) => {
        if (event.event === "started") libraries = event.libraries;
      },
    },
  );
  const { accuracy = Number.NaN, macro_f1: macroF1 = Number.NaN } = result.validation.scores;
  return {
    samplesPerSecond: result.samples_per_second,
    seconds: result.train_seconds,
    accuracy,
    macroF1,
    peakMemoryBytes: result.peak_memory_bytes,
    libraries,
  };
}
