import type { TrieParts } from "../segmenter/trie.ts";
import { BitList } from "./bits.ts";

/** A trie, and the surfaces in the order in which it numbers them. */
export interface BuiltTrie {
  readonly parts: TrieParts;
  readonly order: Uint32Array;
}

/**
 * Builds the trie of `segmenter/trie.ts`.
 * @param surfaces different, not empty, in ascending order of their UTF-16 units
 */
export function buildTrie(surfaces: readonly string[]): BuiltTrie {
  const builder = new TrieBuilder(surfaces);
  return builder.build();
}

/** The surfaces from `low` to `high` - 1 begin with the node's units. */
interface Range {
  readonly low: number;
  readonly high: number;
}

class TrieBuilder {
  readonly #surfaces: readonly string[];
  readonly #labels: number[] = [0];
  readonly #last = new BitList();
  readonly #internal = new BitList();
  readonly #terminal = new BitList();
  readonly #order: number[] = [];

  constructor(surfaces: readonly string[]) {
    this.#surfaces = surfaces;
    this.#last.push(true);
  }

  build(): BuiltTrie {
    let level: Range[] = [{ low: 0, high: this.#surfaces.length }];
    for (let depth = 0; level.length > 0; depth++) {
      const next: Range[] = [];
      for (const range of level) this.#visit(range, depth, next);
      level = next;
    }
    return {
      parts: {
        labels: Uint16Array.from(this.#labels),
        last: this.#last.finish(),
        internal: this.#internal.finish(),
        terminal: this.#terminal.finish(),
      },
      order: Uint32Array.from(this.#order),
    };
  }

  #visit({ low, high }: Range, depth: number, next: Range[]): void {
    const isTerminal = this.#surfaces[low]?.length === depth;
    if (isTerminal) this.#order.push(low);
    const first = isTerminal ? low + 1 : low;
    this.#terminal.push(isTerminal);
    this.#internal.push(first < high);
    for (let start = first; start < high;) {
      const end = this.#findEnd(start, high, depth);
      this.#labels.push(this.#unitAt(start, depth));
      this.#last.push(end === high);
      next.push({ low: start, high: end });
      start = end;
    }
  }

  /** The first surface after `start` with another unit at `depth`. */
  #findEnd(start: number, high: number, depth: number): number {
    const unit = this.#unitAt(start, depth);
    let end = start + 1;
    while (end < high && this.#unitAt(end, depth) === unit) end += 1;
    return end;
  }

  #unitAt(surface: number, depth: number): number {
    return this.#surfaces[surface]?.charCodeAt(depth) ?? 0;
  }
}
