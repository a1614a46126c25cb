/** Collects bits in 32-bit words, lowest first. */
export class BitList {
  #words = new Uint32Array(1024);
  #length = 0;

  push(bit: boolean): void {
    const word = this.#length >>> 5;
    if (word === this.#words.length) this.#words = enlarge(this.#words);
    if (bit) this.#words[word] = (this.#words[word] ?? 0) | (1 << (this.#length & 31));
    this.#length += 1;
  }

  finish(): Uint32Array {
    return this.#words.slice(0, Math.ceil(this.#length / 32));
  }
}

function enlarge(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}
