import { once } from "node:events";
import { stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";

import { type PoolReply, unpackError } from "../inference/pool-protocol.ts";
import type { ServableModel } from "../inference/servable-model.ts";
import { readWorkerModel } from "../inference/worker-model.ts";
import type { Performance } from "../report/report.ts";
import { readCpuModel } from "../run/environment.ts";
import type { MeasuredRuns } from "./performance-worker.ts";

const SCRIPT = new URL("./performance-worker.ts", import.meta.url);

/**
 * Measures the model in onnxruntime-web on one thread of this process. The thread is a
 * new one, so that the heap has held nothing else; nothing else should run meanwhile.
 * @throws KanjoError `model-unreadable`, `model-invalid`, and what the tokenizer's readers throw
 */
export async function measurePerformance(model: ServableModel): Promise<Performance> {
  const runs = await measureRuns(model);
  const { size } = await stat(model.modelFile);
  return { modelBytes: size, ...runs, processor: readCpuModel() };
}

async function measureRuns(model: ServableModel): Promise<MeasuredRuns> {
  const worker = new Worker(SCRIPT, { workerData: await readWorkerModel(model), execArgv: [] });
  try {
    const [message] = await once(worker, "message");
    const reply: PoolReply<MeasuredRuns> = message;
    if ("failure" in reply) throw unpackError(reply.failure);
    return reply.answer;
  } finally {
    await worker.terminate();
  }
}
