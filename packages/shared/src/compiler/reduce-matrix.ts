/**
 * The connection matrix without what makes no difference: ids that no word has
 * are left out, and ids with equal rows, or equal columns, become one class.
 */
import type { ConnectionMatrix } from "./mecab-source.ts";

/** The matrix of classes. */
export interface ReducedMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row by row. */
  readonly costs: Int16Array;
  /** Row of each left id that is used. */
  readonly rowOf: Uint16Array;
  /** Column of each right id that is used. */
  readonly columnOf: Uint16Array;
}

/** Ids that occur, ascending. */
export interface UsedIds {
  readonly left: Uint16Array;
  readonly right: Uint16Array;
}

export function reduceMatrix(matrix: ConnectionMatrix, used: UsedIds): ReducedMatrix {
  const { costs, leftSize } = matrix;
  const costOf = (left: number, right: number): number => costs[right + leftSize * left] ?? 0;
  const rows = classify(used.left, hashRows(matrix, used), (a, b) =>
    used.right.every((right) => costOf(a, right) === costOf(b, right)),
  );
  const columns = classify(used.right, hashColumns(matrix, used), (a, b) =>
    rows.representatives.every((left) => costOf(left, a) === costOf(left, b)),
  );
  return {
    rows: rows.representatives.length,
    columns: columns.representatives.length,
    costs: pick(matrix, rows.representatives, columns.representatives),
    rowOf: rows.classOf,
    columnOf: columns.classOf,
  };
}

function hashRows({ costs, leftSize }: ConnectionMatrix, { left, right }: UsedIds): Int32Array {
  const hashes = new Int32Array(0x10000);
  for (const id of left) {
    let hash = 0;
    for (const column of right) hash = mix(hash, costs[column + leftSize * id] ?? 0);
    hashes[id] = hash;
  }
  return hashes;
}

function hashColumns({ costs, leftSize }: ConnectionMatrix, { left, right }: UsedIds): Int32Array {
  const hashes = new Int32Array(0x10000);
  for (const row of left) {
    for (const id of right) {
      hashes[id] = mix(hashes[id] ?? 0, costs[id + leftSize * row] ?? 0);
    }
  }
  return hashes;
}

function mix(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193) ^ (hash >>> 15);
}

/** Numbers the ids by class, in the order in which classes are first met. */
function classify(
  ids: Uint16Array,
  hashes: Int32Array,
  isEqual: (a: number, b: number) => boolean,
): { representatives: number[]; classOf: Uint16Array } {
  const representatives: number[] = [];
  const classOf = new Uint16Array(0x10000);
  const classesByHash = new Map<number, number[]>();
  for (const id of ids) {
    const candidates = classesByHash.get(hashes[id] ?? 0) ?? [];
    let found = candidates.find((candidate) => isEqual(representatives[candidate] ?? 0, id));
    if (found === undefined) {
      found = representatives.push(id) - 1;
      classesByHash.set(hashes[id] ?? 0, [...candidates, found]);
    }
    classOf[id] = found;
  }
  return { representatives, classOf };
}

function pick({ costs, leftSize }: ConnectionMatrix, left: number[], right: number[]): Int16Array {
  const picked = new Int16Array(left.length * right.length);
  left.forEach((row, index) => {
    const at = index * right.length;
    right.forEach((column, offset) => {
      picked[at + offset] = costs[column + leftSize * row] ?? 0;
    });
  });
  return picked;
}
