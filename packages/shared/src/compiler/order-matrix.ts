/**
 * Puts the rows and columns of the matrix in the order of the file. Columns that
 * texts use come first, so that few lines hold most of what is asked for; within
 * both groups they keep the dictionary's order, in which neighbours are alike.
 * Rows come in a random order (choose-parents.ts), but those that texts use first,
 * and the most used at the head: when their lines are decoded, the parents already
 * are.
 */
import type { ReducedMatrix } from "./reduce-matrix.ts";

/** A matrix in the file's order; `rowOf` and `columnOf` lead there from the reduced matrix. */
export interface OrderedMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly costs: Int16Array;
  readonly rowOf: Uint16Array;
  readonly columnOf: Uint16Array;
}

/** How often texts look at rows and columns. */
export interface MatrixUse {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Rows and columns that come first are at most this many. */
const MAX_HOT = 1024;

/** Rows at the head, in descending order of their use. */
const HEAD = 128;

export function orderMatrix(matrix: ReducedMatrix, use: MatrixUse): OrderedMatrix {
  const hotRows = listHot(use.rows);
  const hotColumns = listHot(use.columns).toSorted((a, b) => a - b);
  const rows = [
    ...hotRows.slice(0, HEAD),
    ...shuffle(hotRows.slice(HEAD)),
    ...shuffle(listOthers(matrix.rows, hotRows)),
  ];
  const columns = [...hotColumns, ...listOthers(matrix.columns, hotColumns)];
  return {
    rows: matrix.rows,
    columns: matrix.columns,
    costs: permute(matrix, rows, columns),
    rowOf: invert(rows),
    columnOf: invert(columns),
  };
}

/** The most used, in descending order of their use. */
function listHot(use: Float64Array): number[] {
  const used = Array.from(use.keys()).filter((index) => (use[index] ?? 0) > 0);
  used.sort((a, b) => (use[b] ?? 0) - (use[a] ?? 0) || a - b);
  return used.slice(0, MAX_HOT);
}

function listOthers(count: number, listed: readonly number[]): number[] {
  const isListed = new Set(listed);
  return Array.from({ length: count }, (_, index) => index).filter((index) => !isListed.has(index));
}

/** A fixed random order (Fisher and Yates, with Marsaglia's xorshift32). */
function shuffle(items: readonly number[]): number[] {
  const shuffled = [...items];
  let state = 0x9e3779b9;
  for (let last = shuffled.length - 1; last > 0; last--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (last + 1);
    const [a, b] = [shuffled[last] ?? 0, shuffled[other] ?? 0];
    shuffled[last] = b;
    shuffled[other] = a;
  }
  return shuffled;
}

function permute(matrix: ReducedMatrix, rows: readonly number[], columns: readonly number[]) {
  const costs = new Int16Array(matrix.costs.length);
  rows.forEach((from, row) => {
    const source = from * matrix.columns;
    const target = row * matrix.columns;
    columns.forEach((column, index) => {
      costs[target + index] = matrix.costs[source + column] ?? 0;
    });
  });
  return costs;
}

function invert(order: readonly number[]): Uint16Array {
  const inverse = new Uint16Array(order.length);
  order.forEach((from, to) => {
    inverse[from] = to;
  });
  return inverse;
}
