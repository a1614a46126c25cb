/**
 * One instance of onnxruntime, shared by the models of the isolate until it traps.
 *
 * onnxruntime reports what goes wrong by codes. What is thrown out of it instead is
 * a trap or an abort: it stopped halfway, and nothing in its heap can be relied on,
 * not even to clean up. From then on nobody gets in, and whoever needs onnxruntime
 * next gets an instance on the emptied heap.
 *
 * Calls run to their end without a promise in between, so that two never interleave.
 */
import { KanjoError, messageOf } from "@kanjo/shared/error";
import type { Ort } from "./ort.ts";

import { instantiateOnHeap } from "./wasm-heap.ts";

export class Runtime {
  readonly #ort: Ort;
  /** Bytes that each model in the heap takes of it. */
  readonly #models: number[] = [];
  #broken = false;

  constructor(ort: Ort) {
    this.#ort = ort;
  }

  get isBroken(): boolean {
    return this.#broken;
  }

  /** Bytes that each model in the heap takes of it. */
  get models(): readonly number[] {
    return this.#models;
  }

  /** @throws KanjoError `model-restarting` when onnxruntime traps now or has before, and those of `work` */
  call<T>(work: (ort: Ort) => T): T {
    if (this.#broken) throw createRestarting("it was given up");
    try {
      return work(this.#ort);
    } catch (cause) {
      if (cause instanceof KanjoError) throw cause;
      this.abandon();
      throw createRestarting(messageOf(cause), cause);
    }
  }

  abandon(): void {
    this.#broken = true;
  }

  /** Counts a model of so many bytes in until the function that it returns is called. */
  countModel(bytes: number): () => void {
    this.#models.push(bytes);
    return () => {
      this.#models.splice(this.#models.indexOf(bytes), 1);
    };
  }
}

let starting: Promise<Runtime> | null = null;
let current: Runtime | null = null;

/** The instance that is not broken, started when there is none. */
export async function startRuntime(): Promise<Runtime> {
  if (current !== null && !current.isBroken) return current;
  starting ??= start();
  try {
    return await starting;
  } finally {
    starting = null;
  }
}

/** Bytes that each model in the heap takes of it now. */
export function listModels(): readonly number[] {
  return current === null || current.isBroken ? [] : current.models;
}

/** Lets the next model have an empty heap, without the gaps that earlier ones left, unless one is open. */
export function renewRuntimeWhenUnused(): void {
  if (listModels().length === 0) current?.abandon();
}

async function start(): Promise<Runtime> {
  const ort = await instantiateOnHeap();
  const runtime = new Runtime(ort);
  runtime.call(initialize);
  current = runtime;
  return runtime;
}

const THREADS = 1;
const LOG_WARNINGS = 2;

function initialize(ort: Ort): void {
  if (ort.init(THREADS, LOG_WARNINGS) === 0) return;
  throw new KanjoError("runtime-unsupported", "onnxruntime-web cannot be initialized");
}

function createRestarting(reason: string, cause?: unknown): KanjoError {
  return new KanjoError("model-restarting", `onnxruntime stopped and is started again: ${reason}`, {
    hint: "Ask again in a moment.",
    cause,
  });
}
