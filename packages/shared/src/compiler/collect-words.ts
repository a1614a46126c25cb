/**
 * The words of a dictionary that can be part of a best path. A surface that NFKC
 * changes never occurs in an NFKC text. Of the entries of one surface that the
 * connection matrix cannot tell apart only the first of the cheapest can win; it
 * keeps its place among the others, because order decides ties.
 */
import type { Lexicon } from "./mecab-source.ts";
import type { ReducedMatrix, UsedIds } from "./reduce-matrix.ts";

/** Entries by class: `first[i]` to `first[i + 1] - 1` belong to surface `i`. */
export interface CollectedWords {
  readonly surfaces: readonly string[];
  readonly first: Uint32Array;
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
  readonly costs: Int16Array;
}

/** Which surfaces of a lexicon are their own NFKC. */
export function findNormalized(lexicon: Lexicon): Uint8Array {
  return Uint8Array.from(lexicon.surfaces, (surface) =>
    surface.normalize("NFKC") === surface ? 1 : 0,
  );
}

/** Ids of the entries of the surfaces that are kept, and 0, the text's beginning and end. */
export function findUsedIds(lexicons: readonly Lexicon[], kept: readonly Uint8Array[]): UsedIds {
  const left = new Uint8Array(0x10000);
  const right = new Uint8Array(0x10000);
  left[0] = 1;
  right[0] = 1;
  lexicons.forEach((lexicon, index) => {
    forEachEntry(lexicon, kept[index] ?? new Uint8Array(), (_surface, entry) => {
      left[lexicon.leftIds[entry] ?? 0] = 1;
      right[lexicon.rightIds[entry] ?? 0] = 1;
    });
  });
  return { left: listOnes(left), right: listOnes(right) };
}

/** Surfaces and entries that are kept, the surfaces in ascending order of their UTF-16 units. */
export function collectWords(
  lexicon: Lexicon,
  kept: Uint8Array,
  matrix: ReducedMatrix,
): CollectedWords {
  const order = Array.from(lexicon.surfaces.keys()).filter((surface) => kept[surface] === 1);
  const { surfaces } = lexicon;
  order.sort((a, b) => compareUnits(surfaces[a] ?? "", surfaces[b] ?? ""));
  const collector = new Collector(lexicon, matrix);
  for (const surface of order) collector.add(surface);
  return collector.finish(order.map((surface) => surfaces[surface] ?? ""));
}

class Collector {
  readonly #lexicon: Lexicon;
  readonly #matrix: ReducedMatrix;
  readonly #first: number[] = [];
  readonly #rows: number[] = [];
  readonly #columns: number[] = [];
  readonly #costs: number[] = [];

  constructor(lexicon: Lexicon, matrix: ReducedMatrix) {
    this.#lexicon = lexicon;
    this.#matrix = matrix;
  }

  add(surface: number): void {
    const { firstEntry, leftIds, rightIds, costs } = this.#lexicon;
    const { rowOf, columnOf } = this.#matrix;
    const cheapest = new Map<number, number>();
    const end = firstEntry[surface + 1] ?? 0;
    for (let entry = firstEntry[surface] ?? 0; entry < end; entry++) {
      const key = ((rowOf[leftIds[entry] ?? 0] ?? 0) << 16) | (columnOf[rightIds[entry] ?? 0] ?? 0);
      const known = cheapest.get(key);
      if (known === undefined || (costs[entry] ?? 0) < (costs[known] ?? 0))
        cheapest.set(key, entry);
    }
    this.#first.push(this.#costs.length);
    for (const entry of Array.from(cheapest.values()).toSorted((a, b) => a - b)) {
      this.#rows.push(rowOf[leftIds[entry] ?? 0] ?? 0);
      this.#columns.push(columnOf[rightIds[entry] ?? 0] ?? 0);
      this.#costs.push(costs[entry] ?? 0);
    }
  }

  finish(surfaces: readonly string[]): CollectedWords {
    return {
      surfaces,
      first: Uint32Array.from([...this.#first, this.#costs.length]),
      rows: Uint16Array.from(this.#rows),
      columns: Uint16Array.from(this.#columns),
      costs: Int16Array.from(this.#costs),
    };
  }
}

function forEachEntry(
  lexicon: Lexicon,
  kept: Uint8Array,
  visit: (surface: number, entry: number) => void,
): void {
  lexicon.surfaces.forEach((_, surface) => {
    if (kept[surface] !== 1) return;
    const end = lexicon.firstEntry[surface + 1] ?? 0;
    for (let entry = lexicon.firstEntry[surface] ?? 0; entry < end; entry++) visit(surface, entry);
  });
}

function listOnes(flags: Uint8Array): Uint16Array {
  return Uint16Array.from(Array.from(flags.keys()).filter((index) => flags[index] === 1));
}

function compareUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
