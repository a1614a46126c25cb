import { enlarge } from "./enlarge.ts";

/** The words of a text, as UTF-16 offsets; the arrays are longer than there are words, and valid until the next text. */
export interface Words {
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Words that are collected, in arrays that are used again for the next text. */
export class WordBuffer implements Words {
  length = 0;
  starts = new Int32Array(256);
  ends = new Int32Array(256);

  /** Makes room for `count` further words, whose places the caller fills. */
  extend(count: number): void {
    this.length += count;
    if (this.length <= this.starts.length) return;
    const capacity = Math.max(this.length, this.starts.length * 2);
    this.starts = enlarge(this.starts, capacity);
    this.ends = enlarge(this.ends, capacity);
  }
}
