import { LINE_COLUMNS } from "../segmenter/line-code.ts";
import type { MatrixUse, OrderedMatrix } from "./order-matrix.ts";
import type { Meeting } from "./sample-use.ts";

/** Row and column of each pair. */
export interface PairPlaces {
  readonly rows: Uint16Array;
  readonly columns: Uint16Array;
}

/** Lines that are listed as the most used, at most. */
const MAX_HOT_LINES = 4096;

/** How often the meetings look at each row and column of a matrix of this size. */
export function countUse(
  meetings: readonly Meeting[],
  pairs: PairPlaces,
  size: { readonly rows: number; readonly columns: number },
): MatrixUse {
  const use = { rows: new Float64Array(size.rows), columns: new Float64Array(size.columns) };
  for (const { ending, beginning } of meetings) {
    for (const pair of beginning) addTo(use.rows, pairs.rows[pair] ?? 0, ending.length);
    for (const pair of ending) addTo(use.columns, pairs.columns[pair] ?? 0, beginning.length);
  }
  return use;
}

/** The lines that the meetings look at most, the most used first. */
export function rankLines(
  meetings: readonly Meeting[],
  pairs: PairPlaces,
  matrix: OrderedMatrix,
): Uint32Array {
  const blocks = Math.ceil(matrix.columns / LINE_COLUMNS);
  const use = new Float64Array(matrix.rows * blocks);
  for (const { ending, beginning } of meetings) {
    const endingBlocks = ending.map((pair) =>
      Math.floor((pairs.columns[pair] ?? 0) / LINE_COLUMNS),
    );
    for (const pair of beginning) {
      const firstLine = (pairs.rows[pair] ?? 0) * blocks;
      for (const block of endingBlocks) addTo(use, firstLine + block, 1);
    }
  }
  const used = Array.from(use.keys()).filter((line) => (use[line] ?? 0) > 0);
  used.sort((a, b) => (use[b] ?? 0) - (use[a] ?? 0) || a - b);
  return Uint32Array.from(used.slice(0, MAX_HOT_LINES));
}

function addTo(counts: Float64Array, index: number, amount: number): void {
  counts[index] = (counts[index] ?? 0) + amount;
}
