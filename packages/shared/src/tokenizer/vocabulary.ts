/**
 * The vocabulary as three typed arrays instead of a string a token: the UTF-16
 * units of all tokens one after the other, where each token begins among them,
 * and a hash table of ids with open addressing and linear probing, at most half
 * full. An entry of the table has an id plus one in its lower bits and bits of
 * the hash above them, so that almost every other token is passed over without
 * a look at its units.
 *
 * A longer text continues the hash of a shorter one. The hashes of all beginnings
 * of a word thus cost one pass, and so does the longest token among them; `##`
 * before a continuation is a starting value.
 */
import { chooseSlot, EMPTY_HASH, extendHash, hashText } from "./token-hash.ts";

const CONTINUATION = "##";
const HASH_OF_CONTINUATION = hashText(CONTINUATION, 0, CONTINUATION.length);

/** The tokens of a model: from a token, or a stretch of a text, to its id, and back. */
export class Vocabulary {
  /** How many ids there are, one a line of the file. */
  readonly size: number;
  readonly #units: Uint16Array;
  /** Where each token begins in `#units`, and where the last one ends. */
  readonly #starts: Uint32Array;
  readonly #table: Int32Array;
  /** The bits of a table entry that have an id plus one. */
  readonly #idMask: number;
  /** Length of the longest token, in UTF-16 units. */
  readonly #longest: number;
  /** Hashes of a word's beginnings, by length minus one. */
  readonly #hashes: Int32Array;

  /** @param starts one more than there are tokens; the last one is the length of `units` */
  constructor(units: Uint16Array, starts: Uint32Array) {
    this.size = starts.length - 1;
    this.#units = units;
    this.#starts = starts;
    this.#table = new Int32Array(2 ** bitsOf(Math.max(2 * this.size - 1, 1)));
    this.#idMask = 2 ** bitsOf(this.size) - 1;
    let longest = 0;
    for (let id = 0; id < this.size; id++) {
      longest = Math.max(longest, this.lengthOf(id));
      this.#insert(id);
    }
    this.#longest = longest;
    this.#hashes = new Int32Array(longest);
  }

  /** Id of a token. Of a token that is repeated it is the last one. */
  idOf(token: string): number | undefined {
    return this.idOfRange(token, 0, token.length);
  }

  /** Id of the token that is `text` from `start` to `end`. */
  idOfRange(text: string, start: number, end: number): number | undefined {
    return this.#find(hashText(text, start, end), text, start, end, 0);
  }

  /**
   * Id of the longest token with which `text` from `start` to `end` begins; undefined when there is none.
   * @param isContinuation whether the token has `##` before it, which the text has not
   */
  findLongest(
    text: string,
    start: number,
    end: number,
    isContinuation: boolean,
  ): number | undefined {
    const prefix = isContinuation ? CONTINUATION.length : 0;
    const limit = Math.min(end, start + this.#longest - prefix);
    let hash = isContinuation ? HASH_OF_CONTINUATION : EMPTY_HASH;
    for (let at = start; at < limit; at++) {
      hash = extendHash(hash, text.charCodeAt(at));
      this.#hashes[at - start] = hash;
    }
    for (let last = limit; last > start; last--) {
      const id = this.#find(this.#hashes[last - start - 1] ?? 0, text, start, last, prefix);
      if (id !== undefined) return id;
    }
    return undefined;
  }

  /** Length of an id's token in UTF-16 units, `##` included. */
  lengthOf(id: number): number {
    return (this.#starts[id + 1] ?? 0) - (this.#starts[id] ?? 0);
  }

  /** Token of an id; undefined outside the vocabulary and for a repeated token's earlier ids. */
  tokenOf(id: number): string | undefined {
    if (!(id >= 0 && id < this.size)) return undefined;
    const token = String.fromCharCode(
      ...this.#units.subarray(this.#starts[id], this.#starts[id + 1]),
    );
    return this.idOf(token) === id ? token : undefined;
  }

  /** Puts an id where its token belongs; one with the same token that is there already gives way. */
  #insert(id: number): void {
    const hash = this.#hashOf(id);
    const mask = this.#table.length - 1;
    let slot = chooseSlot(hash) & mask;
    for (let entry = 0; (entry = this.#table[slot] ?? 0) !== 0; slot = (slot + 1) & mask) {
      const isSameHash = ((entry ^ hash) & ~this.#idMask) === 0;
      if (isSameHash && this.#haveSameUnits((entry & this.#idMask) - 1, id)) break;
    }
    this.#table[slot] = (hash & ~this.#idMask) | (id + 1);
  }

  #hashOf(id: number): number {
    const end = this.#starts[id + 1] ?? 0;
    let hash = EMPTY_HASH;
    for (let at = this.#starts[id] ?? 0; at < end; at++) {
      hash = extendHash(hash, this.#units[at] ?? 0);
    }
    return hash;
  }

  #haveSameUnits(one: number, other: number): boolean {
    const length = this.lengthOf(one);
    if (length !== this.lengthOf(other)) return false;
    const first = this.#starts[one] ?? 0;
    const second = this.#starts[other] ?? 0;
    for (let at = 0; at < length; at++) {
      if (this.#units[first + at] !== this.#units[second + at]) return false;
    }
    return true;
  }

  /** @param prefix how many units the token has before those of the text */
  #find(
    hash: number,
    text: string,
    start: number,
    end: number,
    prefix: number,
  ): number | undefined {
    const mask = this.#table.length - 1;
    for (let slot = chooseSlot(hash) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#table[slot] ?? 0;
      if (entry === 0) return undefined;
      if (((entry ^ hash) & ~this.#idMask) !== 0) continue;
      const id = (entry & this.#idMask) - 1;
      if (this.#equals(id, text, start, end, prefix)) return id;
    }
  }

  #equals(id: number, text: string, start: number, end: number, prefix: number): boolean {
    const first = this.#starts[id] ?? 0;
    if (this.lengthOf(id) !== prefix + end - start) return false;
    for (let at = 0; at < prefix; at++) {
      if (this.#units[first + at] !== CONTINUATION.charCodeAt(at)) return false;
    }
    for (let at = start; at < end; at++) {
      if (this.#units[first + prefix + at - start] !== text.charCodeAt(at)) return false;
    }
    return true;
  }
}

/** How many bits the whole number needs. */
function bitsOf(value: number): number {
  return 32 - Math.clz32(value);
}
