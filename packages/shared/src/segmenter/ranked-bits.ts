/** A bit vector that counts the ones before a place in constant time. */
export class RankedBits {
  readonly words: Uint32Array;
  /** Ones before each word. */
  readonly #ranks: Uint32Array;

  constructor(words: Uint32Array) {
    this.words = words;
    this.#ranks = new Uint32Array(words.length + 1);
    let ones = 0;
    for (let index = 0; index < words.length; index++) {
      ones += countOnes(words[index] ?? 0);
      this.#ranks[index + 1] = ones;
    }
  }

  /** How many ones there are. */
  get ones(): number {
    return this.#ranks[this.words.length] ?? 0;
  }

  has(index: number): boolean {
    return (((this.words[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 1;
  }

  /** Ones before `index`. */
  rank(index: number): number {
    const word = index >>> 5;
    const below = (this.words[word] ?? 0) & ((1 << (index & 31)) - 1);
    return (this.#ranks[word] ?? 0) + countOnes(below);
  }
}

/** Ones of a 32-bit word, by adding neighbouring fields. */
function countOnes(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
