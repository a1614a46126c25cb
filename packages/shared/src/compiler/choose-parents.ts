/**
 * Chooses for every line of the matrix the line from which it differs least.
 * Rows come in a random order and each looks among those before it: so the
 * chains of parents stay short (their mean grows with the logarithm of the
 * rows), while nearly every row still finds a near relative.
 *
 * What counts is where two lines' difference changes its value. That is
 * estimated on GROUP_COLUMNS columns at a time, by comparing hashes of the steps
 * from column to column.
 */
import { LINE_COLUMNS } from "../segmenter/line-code.ts";
import type { OrderedMatrix } from "./order-matrix.ts";

const GROUP_COLUMNS = 4;
const GROUPS = LINE_COLUMNS / GROUP_COLUMNS;

/** Longest chain of parents. */
const MAX_DEPTH = 12;

/** Earlier rows that are looked at, at most; the first are everyone's candidates. */
const MAX_CANDIDATES = 6144;

/** Row of the parent of each line, row after row; that of row 0 is 0. */
export function chooseParents(matrix: OrderedMatrix): Uint16Array {
  const blocks = Math.ceil(matrix.columns / LINE_COLUMNS);
  const parents = new Uint16Array(matrix.rows * blocks);
  const nearest = new Uint16Array(matrix.rows);
  for (let block = 0; block < blocks; block++) {
    const search = new ParentSearch(hashGroups(matrix, block), matrix.rows);
    for (let row = 1; row < matrix.rows; row++) {
      nearest[row] = search.find(row, nearest[row] ?? 0);
      parents[row * blocks + block] = nearest[row] ?? 0;
    }
  }
  return parents;
}

/** A hash of each group of steps, row after row. */
function hashGroups({ rows, columns, costs }: OrderedMatrix, block: number): Int32Array {
  const hashes = new Int32Array(rows * GROUPS);
  const first = block * LINE_COLUMNS;
  const width = Math.min(LINE_COLUMNS, columns - first);
  for (let row = 0; row < rows; row++) {
    const at = row * columns + first;
    for (let column = 1; column < width; column++) {
      const step = (costs[at + column] ?? 0) - (costs[at + column - 1] ?? 0);
      const group = row * GROUPS + Math.floor(column / GROUP_COLUMNS);
      hashes[group] = Math.imul((hashes[group] ?? 0) ^ step, 0x01000193);
    }
  }
  return hashes;
}

/** The search within one block of columns. */
class ParentSearch {
  readonly #hashes: Int32Array;
  readonly #depths: Uint8Array;

  constructor(hashes: Int32Array, rows: number) {
    this.#hashes = hashes;
    this.#depths = new Uint8Array(rows);
  }

  /** @param guess an earlier row that is probably near: the others are soon seen to be farther */
  find(row: number, guess: number): number {
    let nearest = this.#isShallow(guess) ? guess : 0;
    let least = this.#countDifferences(row, nearest, GROUPS + 1);
    const candidates = Math.min(row, MAX_CANDIDATES);
    for (let candidate = 0; candidate < candidates; candidate++) {
      if (!this.#isShallow(candidate)) continue;
      const differences = this.#countDifferences(row, candidate, least);
      if (differences >= least) continue;
      least = differences;
      nearest = candidate;
    }
    this.#depths[row] = (this.#depths[nearest] ?? 0) + 1;
    return nearest;
  }

  #isShallow(row: number): boolean {
    return (this.#depths[row] ?? 0) < MAX_DEPTH;
  }

  /** Groups in which two rows differ; no more than `limit` are counted. */
  #countDifferences(row: number, other: number, limit: number): number {
    const hashes = this.#hashes;
    let differences = 0;
    let at = row * GROUPS;
    const end = at + GROUPS;
    for (let against = other * GROUPS; at < end && differences < limit; at++, against++) {
      if (hashes[at] !== hashes[against]) differences += 1;
    }
    return differences;
  }
}
