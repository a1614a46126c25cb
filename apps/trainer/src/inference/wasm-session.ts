import * as ort from "onnxruntime-web/wasm";

/**
 * Opens a model in onnxruntime-web's wasm build on one thread, as the worker
 * does. The bytes are copied: only the worker, which has to save memory, keeps
 * them in place.
 */
export async function createWasmSession(model: Uint8Array): Promise<ort.InferenceSession> {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  return ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
}

export function createInt64Tensor(data: BigInt64Array, dims: readonly number[]): ort.Tensor {
  return new ort.Tensor("int64", data, dims);
}
