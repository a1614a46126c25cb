/**
 * Classification on all cores. Each worker thread has its own session of one
 * thread and its own tokenizer, and runs one text at a time, so that an answer
 * is the same as `classifyText` gives it, whatever else is asked meanwhile.
 */
import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";

import type { ClassifiedText } from "@kanjo/shared/classifier";
import { KanjoError } from "@kanjo/shared/error";
import type { ExplainedText } from "@kanjo/shared/explanation";

import type { ServableModel } from "./servable-model.ts";
import { readWorkerModel } from "./worker-model.ts";
import { startWorkerThread, type WorkerThread } from "./worker-thread.ts";

/** After a worker has died, everything fails with `worker-died`; after `close`, with `pool-closed`. */
export interface ClassifierPool {
  readonly workers: number;
  /**
   * Answers in the texts' order, from one worker.
   * @throws KanjoError `text-malformed`, `model-output-invalid`
   */
  classify(texts: readonly string[]): Promise<ClassifiedText[]>;
  /**
   * Answers in the texts' order, from all workers.
   * @param onProgress called with the number of texts done
   * @throws KanjoError `text-malformed`, `model-output-invalid`
   */
  classifyAll(
    texts: readonly string[],
    onProgress?: (done: number) => void,
  ): Promise<ClassifiedText[]>;
  /** @throws KanjoError `text-malformed`, `model-output-invalid` */
  explain(text: string): Promise<ExplainedText>;
  close(): Promise<void>;
}

export interface PoolOptions {
  /** As many as the machine runs at once when it is left out. */
  readonly workers?: number;
}

/** Texts of a request in `classifyAll`: some tens of milliseconds with a small model. */
const BATCH_TEXTS = 16;

/** @throws KanjoError `model-unreadable`, `model-invalid`, `worker-died`, and what the tokenizer's readers throw */
export async function openClassifierPool(
  model: ServableModel,
  { workers = availableParallelism() }: PoolOptions = {},
): Promise<ClassifierPool> {
  const source = await readWorkerModel(model);
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const starts = Array.from({ length: workers }, () => startWorkerThread(source, ended));
  return new ThreadPool(await Promise.all(starts), ended);
}

class ThreadPool implements ClassifierPool {
  readonly #threads: readonly WorkerThread[];
  readonly #ended: AbortController;
  readonly #idle: WorkerThread[];
  /** Requests that wait for a thread, the oldest first. */
  readonly #waiting: ((thread: WorkerThread) => void)[] = [];

  constructor(threads: readonly WorkerThread[], ended: AbortController) {
    this.#threads = threads;
    this.#ended = ended;
    this.#idle = [...threads];
  }

  get workers(): number {
    return this.#threads.length;
  }

  classify(texts: readonly string[]): Promise<ClassifiedText[]> {
    return this.#lend((thread) => thread.classify(texts));
  }

  explain(text: string): Promise<ExplainedText> {
    return this.#lend((thread) => thread.explain(text));
  }

  async classifyAll(
    texts: readonly string[],
    onProgress?: (done: number) => void,
  ): Promise<ClassifiedText[]> {
    const answers: ClassifiedText[][] = [];
    let [next, done] = [0, 0];
    const takeBatches = async (): Promise<void> => {
      while (next < texts.length) {
        const from = next;
        next += BATCH_TEXTS;
        const batch = texts.slice(from, next);
        answers[from / BATCH_TEXTS] = await this.classify(batch);
        done += batch.length;
        onProgress?.(done);
      }
    };
    await Promise.all(this.#threads.map(takeBatches)).finally(() => {
      next = texts.length;
    });
    return answers.flat();
  }

  async close(): Promise<void> {
    this.#ended.abort(new KanjoError("pool-closed", "the pool of classifiers was closed"));
    await Promise.all(this.#threads.map((thread) => thread.end()));
  }

  async #lend<Answer>(use: (thread: WorkerThread) => Promise<Answer>): Promise<Answer> {
    const thread = this.#idle.pop() ?? (await this.#waitForThread());
    try {
      return await use(thread);
    } finally {
      const first = this.#waiting.shift();
      if (first === undefined) this.#idle.push(thread);
      else first(thread);
    }
  }

  #waitForThread(): Promise<WorkerThread> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
