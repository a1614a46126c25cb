import type { Ort } from "./ort.ts";

import { pushAddresses, readWord } from "./memory.ts";

export interface Int64Tensor {
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

export interface OrtTensor {
  readonly handle: number;
  readonly release: () => void;
}

const FLOAT32 = 1;
const INT64 = 7;
const ON_CPU = 1;

/** Null when there is no memory for it. Uses the stack, which the caller restores. */
export function createTensor(ort: Ort, { data, dims }: Int64Tensor): OrtTensor | null {
  const address = ort.malloc(data.byteLength);
  if (address === 0) return null;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  ort.bytes.set(bytes, address);
  const dimsAt = pushAddresses(ort, dims);
  const handle = ort.createTensor(INT64, address, data.byteLength, dimsAt, dims.length, ON_CPU);
  const release = (): void => {
    if (handle !== 0) ort.releaseTensor(handle);
    ort.free(address);
  };
  return { handle, release };
}

/** A copy of a float32 tensor's numbers, null for another type; releases the tensor. Uses the stack, which the caller restores. */
export function readFloats(ort: Ort, tensor: number): Float32Array | null {
  const at = pushAddresses(ort, [0, 0, 0, 0]);
  ort.getTensorData(tensor, at, at + 4, at + 8, at + 12);
  const [type, data, dims, rank] = [0, 4, 8, 12].map((offset) => readWord(ort, at + offset));
  const sizes = Array.from({ length: rank ?? 0 }, (_, axis) =>
    readWord(ort, (dims ?? 0) + 4 * axis),
  );
  const bytes = 4 * sizes.reduce((product, size) => product * size, 1);
  const copy = ort.bytes.slice(data, (data ?? 0) + bytes);
  ort.freeResult(dims ?? 0);
  ort.releaseTensor(tensor);
  return type === FLOAT32 ? new Float32Array(new Uint8Array(copy).buffer) : null;
}
