import { KanjoError, messageOf } from "@kanjo/shared/error";
import * as ort from "onnxruntime-web/wasm";

import { exclusively } from "./exclusively.ts";
import { pinAllocation } from "./wasm-heap.ts";

/** A model in onnxruntime's heap. */
export interface ModelSession {
  readonly run: (feeds: Record<string, ort.Tensor>) => Promise<ort.InferenceSession.ReturnType>;
  /** Gives its part of the heap back. */
  readonly release: () => Promise<void>;
}

ort.env.wasm.numThreads = 1;
ort.env.wasm.proxy = false;
// Never read: the heap takes the module that was imported.
ort.env.wasm.wasmBinary = new ArrayBuffer(0);

/**
 * Opens an ORT-format model, whose weights stay in its bytes.
 * @throws KanjoError `model-unloadable`, `runtime-unsupported`
 */
export async function openSession(model: Uint8Array): Promise<ModelSession> {
  const { result: session, unpin } = await exclusively(() =>
    pinAllocation(model.byteLength, () => createSession(model)),
  );
  return {
    run: (feeds) => exclusively(() => runSession(session, feeds)),
    release: () =>
      exclusively(async () => {
        await session.release();
        unpin();
      }),
  };
}

export function createInt64Tensor(data: BigInt64Array, dims: readonly number[]): ort.Tensor {
  return new ort.Tensor("int64", data, dims);
}

async function createSession(model: Uint8Array): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: ["wasm"],
      extra: {
        session: {
          use_ort_model_bytes_directly: "1",
          use_ort_model_bytes_for_initializers: "1",
        },
      },
    });
  } catch (cause) {
    throw new KanjoError(
      "model-unloadable",
      `onnxruntime cannot open the model: ${messageOf(cause)}`,
      { hint: "Export and publish the model again, or a smaller one if memory ran out.", cause },
    );
  }
}

/** The heap's limit is reached only beside a second model; a moment later the run has the memory. */
async function runSession(
  session: ort.InferenceSession,
  feeds: Record<string, ort.Tensor>,
): Promise<ort.InferenceSession.ReturnType> {
  try {
    return await session.run(feeds);
  } catch (cause) {
    if (!messageOf(cause).includes("bad_alloc")) throw cause;
    throw new KanjoError("memory-exhausted", "the model has no memory left for this text", {
      hint: "Ask again in a moment.",
      cause,
    });
  }
}
