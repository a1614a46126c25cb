/**
 * A model in onnxruntime, called as onnxruntime-web's own JavaScript calls it
 * (lib/wasm/wasm-core-impl.ts of 1.30.0), with the same options and so the same
 * scores, but for three things:
 *
 * - The model's bytes are ours. With `use_ort_model_bytes_for_initializers` the
 *   weights stay in them, which halves the heap, and onnxruntime-web would free them
 *   (https://github.com/microsoft/onnxruntime/pull/29033).
 * - A run makes no promise, so that nothing can come in between.
 * - After a trap nothing is called any more, not even to free what the call had.
 */
import { KanjoError } from "@kanjo/shared/error";
import type { Ort } from "./ort.ts";

import type { HeapBlock } from "./heap-block.ts";
import { allocateText, pushAddresses, readLastError, readWord } from "./memory.ts";
import { type Int64Tensor, type OrtTensor, createTensor, readFloats } from "./tensors.ts";

export interface TensorNames {
  readonly inputs: readonly string[];
  readonly output: string;
}

/** A model in onnxruntime's heap. */
export interface ModelSession {
  /** @throws KanjoError `memory-exhausted`, `model-failed`, `model-restarting` */
  readonly run: (feeds: Readonly<Record<string, Int64Tensor>>) => Float32Array;
  /** Gives all of the heap back but the model's bytes. Once. */
  readonly release: () => void;
}

/**
 * Opens an ORT-format model, whose weights stay in the block until the session is released.
 * @throws KanjoError `model-unloadable`, `memory-exhausted`, `model-restarting`, `load-abandoned`
 */
export function openSession(model: HeapBlock, names: TensorNames): ModelSession {
  const { runtime } = model;
  const handles = runtime.call((ort) => createHandles(ort, model, names));
  let isOpen = true;
  return {
    run: (feeds) => {
      if (!isOpen) throw new KanjoError("model-restarting", "the model left before its answer");
      const inputs = names.inputs.map((name) => requireFeed(feeds, name));
      return runtime.call((ort) => run(ort, handles, inputs));
    },
    release: () => {
      isOpen = false;
      if (!runtime.isBroken) runtime.call((ort) => releaseHandles(ort, handles));
    },
  };
}

interface Handles {
  readonly session: number;
  readonly runOptions: number;
  readonly inputNames: readonly number[];
  readonly outputName: number;
}

const ALL_OPTIMIZATIONS = 99;
const SEQUENTIAL = 0;
const LOG_WARNINGS = 2;

function createHandles(ort: Ort, model: HeapBlock, names: TensorNames): Handles {
  const session = createSession(ort, model);
  return {
    session,
    runOptions: ort.createRunOptions(LOG_WARNINGS, 0, false, 0),
    inputNames: names.inputs.map((name) => allocateText(ort, name)),
    outputName: allocateText(ort, names.output),
  };
}

function createSession(ort: Ort, model: HeapBlock): number {
  const options = createSessionOptions(ort);
  const session = ort.createSession(model.address, model.bytes, options);
  const problem = session === 0 ? readLastError(ort) : "";
  ort.releaseSessionOptions(options);
  if (session !== 0) return session;
  if (isOutOfMemory(problem)) throw outOfMemory(`to open a model of ${model.bytes} bytes`);
  throw new KanjoError("model-unloadable", `onnxruntime cannot open the model: ${problem}`, {
    hint: "Export and publish the model again.",
  });
}

function createSessionOptions(ort: Ort): number {
  const options = ort.createSessionOptions(
    ALL_OPTIMIZATIONS,
    false,
    false,
    SEQUENTIAL,
    false,
    0,
    0,
    LOG_WARNINGS,
    0,
    0,
  );
  for (const key of ["use_ort_model_bytes_directly", "use_ort_model_bytes_for_initializers"]) {
    const [keyAt, valueAt] = [`session.${key}`, "1"].map((text) => allocateText(ort, text));
    ort.addSessionConfigEntry(options, keyAt ?? 0, valueAt ?? 0);
    ort.free(keyAt ?? 0);
    ort.free(valueAt ?? 0);
  }
  return options;
}

function run(ort: Ort, handles: Handles, feeds: readonly Int64Tensor[]): Float32Array {
  const stack = ort.stackSave();
  const inputs = feeds.map((feed) => createTensor(ort, feed));
  const output = pushAddresses(ort, [0]);
  const problem = inputs.every((input) => input !== null)
    ? callRun(ort, handles, inputs, output)
    : "bad_alloc";
  const values = problem === null ? readFloats(ort, readWord(ort, output)) : null;
  for (const input of inputs) input?.release();
  ort.stackRestore(stack);
  return values ?? refuseRun(problem ?? "its output is not float32");
}

/** Null, or what went wrong. */
function callRun(
  ort: Ort,
  handles: Handles,
  inputs: readonly OrtTensor[],
  output: number,
): string | null {
  const tensors = inputs.map(({ handle }) => handle);
  const code = ort.run(
    handles.session,
    pushAddresses(ort, handles.inputNames),
    pushAddresses(ort, tensors),
    tensors.length,
    pushAddresses(ort, [handles.outputName]),
    1,
    output,
    handles.runOptions,
  );
  return code === 0 ? null : readLastError(ort);
}

/** A moment later, when no second model is beside this one, the run has the memory. */
function refuseRun(problem: string): never {
  if (isOutOfMemory(problem)) throw outOfMemory("for this text");
  throw new KanjoError("model-failed", `onnxruntime cannot run the model: ${problem}`, {
    hint: "The model file does not fit its manifest: publish it again.",
  });
}

function isOutOfMemory(problem: string): boolean {
  return problem.includes("bad_alloc");
}

function outOfMemory(purpose: string): KanjoError {
  return new KanjoError("memory-exhausted", `onnxruntime has no memory left ${purpose}`, {
    hint: "Ask again in a moment.",
  });
}

function requireFeed(feeds: Readonly<Record<string, Int64Tensor>>, name: string): Int64Tensor {
  const feed = feeds[name];
  if (feed === undefined) throw new Error(`no tensor for the input ${name}`);
  return feed;
}

function releaseHandles(ort: Ort, handles: Handles): void {
  ort.releaseSession(handles.session);
  ort.releaseRunOptions(handles.runOptions);
  for (const name of [...handles.inputNames, handles.outputName]) ort.free(name);
}
