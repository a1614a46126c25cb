import type { Pair } from "./pair.ts";

export interface Merge {
  readonly pair: Pair;
  /** How often the pair occurred when it was queued. */
  readonly count: number;
}

/**
 * A binary heap of pairs, the most frequent first, then the smallest. Counts that
 * have sunk meanwhile are found when their pair comes up: it then goes back in.
 */
export class MergeQueue {
  readonly #heap: Merge[] = [];

  push(merges: readonly Merge[]): void {
    for (const merge of merges) {
      this.#heap.push(merge);
      this.#rise(this.#heap.length - 1);
    }
  }

  /** The pair that is most frequent now; null when none is left. */
  pop(countOf: (pair: Pair) => number): Merge | null {
    for (;;) {
      const top = this.#takeTop();
      if (top === null) return null;
      const count = countOf(top.pair);
      if (count === top.count) return top;
      if (count > 0) this.push([{ pair: top.pair, count }]);
    }
  }

  #takeTop(): Merge | null {
    const [top] = this.#heap;
    const last = this.#heap.pop();
    if (top === undefined || last === undefined) return null;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return top;
  }

  #rise(start: number): void {
    for (let at = start; at > 0;) {
      const parent = (at - 1) >> 1;
      if (!this.#comesFirst(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(start: number): void {
    for (let at = start; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = this.#comesFirst(right, left) ? right : left;
      if (!this.#comesFirst(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  /** False when there is nothing at `first`. */
  #comesFirst(first: number, second: number): boolean {
    const [a, b] = [this.#heap[first], this.#heap[second]];
    if (a === undefined) return false;
    return b === undefined || a.count > b.count || (a.count === b.count && a.pair < b.pair);
  }

  #swap(first: number, second: number): void {
    const [a, b] = [this.#heap[first], this.#heap[second]];
    if (a === undefined || b === undefined) return;
    this.#heap[first] = b;
    this.#heap[second] = a;
  }
}
