import { KanjoError } from "@kanjo/shared/error";

import type { Runtime } from "./runtime.ts";

/** A model's bytes in onnxruntime's heap, written piece by piece as they arrive. */
export class HeapBlock {
  readonly runtime: Runtime;
  readonly bytes: number;
  readonly #address: number;
  readonly #uncount: () => void;
  #freed = false;

  /**
   * @param heapBytes what the model takes of the heap once it is open
   * @throws KanjoError `memory-exhausted`, `model-restarting`
   */
  constructor(runtime: Runtime, bytes: number, heapBytes = bytes) {
    this.runtime = runtime;
    this.bytes = bytes;
    this.#address = runtime.call((ort) => ort.malloc(bytes));
    if (this.#address === 0) {
      throw new KanjoError("memory-exhausted", `onnxruntime has no room for ${bytes} bytes`, {
        hint: "Publish a smaller model.",
      });
    }
    this.#uncount = runtime.countModel(heapBytes);
  }

  /** @throws KanjoError `load-abandoned` once it is freed, as when the load was given up meanwhile */
  get address(): number {
    if (!this.#freed) return this.#address;
    throw new KanjoError("load-abandoned", "the load was given up before it ended");
  }

  /** @throws KanjoError `load-abandoned`, `model-restarting` */
  write(offset: number, piece: Uint8Array): void {
    if (offset + piece.byteLength > this.bytes) throw new RangeError("a piece passes the block");
    this.runtime.call((ort) => ort.bytes.set(piece, this.address + offset));
  }

  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#uncount();
    if (!this.runtime.isBroken) this.runtime.call((ort) => ort.free(this.#address));
  }
}
