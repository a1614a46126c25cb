import { enlarge } from "./enlarge.ts";

/** The words of a text, as UTF-16 offsets; the arrays are longer than there are words, and valid until the next text. */
export interface Words {
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const USUAL_WORDS = 256;
const MAX_KEPT_WORDS = 16_384;

/** Words that are collected, in arrays that are used again for the next text. */
export class WordBuffer implements Words {
  length = 0;
  starts = new Int32Array(USUAL_WORDS);
  ends = new Int32Array(USUAL_WORDS);

  /** Begins anew; what a long text needed is given back. */
  clear(): void {
    this.length = 0;
    if (this.starts.length <= MAX_KEPT_WORDS) return;
    this.starts = new Int32Array(USUAL_WORDS);
    this.ends = new Int32Array(USUAL_WORDS);
  }

  /** Makes room for `count` further words, whose places the caller fills. */
  extend(count: number): void {
    this.length += count;
    if (this.length <= this.starts.length) return;
    const capacity = Math.max(this.length, this.starts.length * 2);
    this.starts = enlarge(this.starts, capacity);
    this.ends = enlarge(this.ends, capacity);
  }
}
