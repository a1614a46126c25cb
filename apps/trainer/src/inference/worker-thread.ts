import { once } from "node:events";
import { Worker } from "node:worker_threads";

import type { ClassifiedText } from "@kanjo/shared/classifier";
import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { ExplainedText } from "@kanjo/shared/explanation";

import { type PoolReply, type PoolRequest, unpackError } from "./pool-protocol.ts";
import type { WorkerModel } from "./worker-model.ts";

const SCRIPT = new URL("./classifier-worker.ts", import.meta.url);

/** A thread with an open model, which answers a request at a time; each throws what it throws there, or the reason of `ended`. */
export interface WorkerThread {
  classify(texts: readonly string[]): Promise<ClassifiedText[]>;
  explain(text: string): Promise<ExplainedText>;
  end(): Promise<void>;
}

/**
 * Starts a thread.
 * @param ended aborted by the thread when it dies; whatever is asked when it is aborted fails with its reason
 * @throws KanjoError `model-invalid`, `worker-died`, and what the tokenizer's readers throw
 */
export async function startWorkerThread(
  workerData: WorkerModel,
  ended: AbortController,
): Promise<WorkerThread> {
  const worker = new Worker(SCRIPT, { workerData, execArgv: [] });
  worker.on("error", (cause) => ended.abort(describeDeath(messageOf(cause), cause)));
  worker.on("exit", (code) => ended.abort(describeDeath(`it exited with ${code}`)));
  const end = async (): Promise<void> => void (await worker.terminate());
  await receive(worker, ended.signal).catch(async (error: unknown) => {
    ended.abort(error);
    await end();
    throw error;
  });
  const ask = <Answer>(request: PoolRequest): Promise<Answer> => {
    const answer = receive<Answer>(worker, ended.signal);
    worker.postMessage(request, []);
    return answer;
  };
  return {
    classify: (texts) => ask({ kind: "classify", texts }),
    explain: (text) => ask({ kind: "explain", text }),
    end,
  };
}

async function receive<Answer>(worker: Worker, signal: AbortSignal): Promise<Answer> {
  const [message] = await once(worker, "message", { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error;
  });
  const reply: PoolReply<Answer> = message;
  if ("failure" in reply) throw unpackError(reply.failure);
  return reply.answer;
}

function describeDeath(what: string, cause?: unknown): KanjoError {
  return new KanjoError("worker-died", `a worker of the classifier ended: ${what}`, {
    hint: "Where memory ran out, take fewer of them: --workers 1.",
    cause,
  });
}
