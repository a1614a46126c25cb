import { join } from "node:path";

import { runBenchPython } from "../bench-python.ts";

/** What transformers' pipeline made of a file of texts. */
export interface PipelineRun {
  readonly rowsPerSecond: number;
  readonly labels: readonly string[];
  readonly threads: number;
  readonly version: string;
}

interface Answer {
  readonly rows_per_second: number;
  readonly labels: readonly string[];
  readonly threads: number;
  readonly transformers: string;
}

/**
 * The run's float32 weights with the release's tokenizer, in Python.
 * @throws KanjoError `bench-python-failed`
 */
export async function runPipeline(
  run: string,
  texts: string,
  batchSize: number,
): Promise<PipelineRun> {
  const options = {
    checkpoint: join(run, "engine/checkpoint"),
    tokenizer: join(run, "release"),
    texts,
    "batch-size": String(batchSize),
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const answer: Answer = JSON.parse(await runBenchPython("pipeline_classifier.py", args));
  const { rows_per_second: rowsPerSecond, labels, threads, transformers: version } = answer;
  return { rowsPerSecond, labels, threads, version };
}
