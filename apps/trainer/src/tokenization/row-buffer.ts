const FIRST_CAPACITY = 1 << 14;

/** Whole numbers one after the other, in memory that doubles. */
export class RowBuffer {
  #values = new Int32Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(values: Int32Array): void {
    const length = this.#length + values.length;
    if (length > this.#values.length) this.#grow(length);
    this.#values.set(values, this.#length);
    this.#length = length;
  }

  /** What was appended, in memory of its own; the buffer is empty then. */
  take(): Int32Array {
    const taken = this.#values.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #grow(length: number): void {
    let capacity = this.#values.length;
    while (capacity < length) capacity *= 2;
    const grown = new Int32Array(capacity);
    grown.set(this.#values.subarray(0, this.#length));
    this.#values = grown;
  }
}
