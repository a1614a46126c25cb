/** Writes every line of the matrix as its difference from its parent, in the alphabet of `segmenter/line-code.ts`. */
import {
  classifyRun,
  classifyStep,
  END_SYMBOL,
  joinSymbol,
  LINE_COLUMNS,
  MAX_CODE_BITS,
  SYMBOLS,
} from "../segmenter/line-code.ts";
import { assignCodes } from "../segmenter/prefix-code.ts";
import { limitCodeLengths } from "./code-lengths.ts";
import type { OrderedMatrix } from "./order-matrix.ts";

export interface EncodedLines {
  readonly codeLengths: Uint8Array;
  readonly code: Uint8Array;
  readonly lineBytes: Uint16Array;
}

/** @param parents row of each line's parent, row after row; that of row 0 is nothing */
export function encodeLines(matrix: OrderedMatrix, parents: Uint16Array): EncodedLines {
  const counts = new Uint32Array(SYMBOLS);
  forEachLine(matrix, parents, (values) => {
    spell(values, (symbol) => {
      counts[symbol] = (counts[symbol] ?? 0) + 1;
    });
  });
  const codeLengths = limitCodeLengths(counts, MAX_CODE_BITS);
  const codes = assignCodes(codeLengths);
  const writer = new BitWriter();
  const lineBytes = new Uint16Array(parents.length);
  forEachLine(matrix, parents, (values, line) => {
    const start = writer.bytes;
    spell(values, (symbol, run, runBits, step, stepBits) => {
      writer.write(codes[symbol] ?? 0, codeLengths[symbol] ?? 0);
      writer.write(run, runBits);
      writer.write(step, stepBits);
    });
    writer.alignToByte();
    lineBytes[line] = writer.bytes - start;
  });
  return { codeLengths, code: writer.finish(), lineBytes };
}

/** Visits the differences of each line from its parent. */
function forEachLine(
  { rows, columns, costs }: OrderedMatrix,
  parents: Uint16Array,
  visit: (values: Int16Array, line: number) => void,
): void {
  const blocks = Math.ceil(columns / LINE_COLUMNS);
  for (let line = 0; line < rows * blocks; line++) {
    const row = Math.floor(line / blocks);
    const first = (line % blocks) * LINE_COLUMNS;
    const width = Math.min(LINE_COLUMNS, columns - first);
    const values = costs.slice(row * columns + first, row * columns + first + width);
    if (row > 0) {
      const parent = (parents[line] ?? 0) * columns + first;
      for (let column = 0; column < width; column++) {
        values[column] = (values[column] ?? 0) - (costs[parent + column] ?? 0);
      }
    }
    visit(values, line);
  }
}

type EmitSymbol = (
  symbol: number,
  run: number,
  runBits: number,
  step: number,
  stepBits: number,
) => void;

/** Tells a line's values in symbols. */
function spell(values: Int16Array, emit: EmitSymbol): void {
  let value = 0;
  let before = 0;
  let run = 0;
  for (const next of values) {
    if (next === value) {
      run += 1;
      continue;
    }
    const runClass = classifyRun(run);
    const step =
      next === before
        ? { index: 0, extra: 0, extraBits: 0 }
        : classifyStep(((next - value) << 16) >> 16);
    const symbol = joinSymbol(runClass.index, step.index);
    emit(symbol, runClass.extra, runClass.extraBits, step.extra, step.extraBits);
    before = value;
    value = next;
    run = 1;
  }
  emit(END_SYMBOL, 0, 0, 0, 0);
}

/** Collects bits, the highest of each number first. */
class BitWriter {
  #buffer = new Uint8Array(1 << 20);
  #pending = 0;
  #pendingBits = 0;
  bytes = 0;

  /** @param count at most 15 */
  write(value: number, count: number): void {
    this.#pending = (this.#pending << count) | value;
    this.#pendingBits += count;
    while (this.#pendingBits >= 8) this.#flushByte(this.#pending >>> (this.#pendingBits - 8));
  }

  alignToByte(): void {
    if (this.#pendingBits > 0) this.write(0, 8 - this.#pendingBits);
  }

  finish(): Uint8Array {
    return this.#buffer.slice(0, this.bytes);
  }

  #flushByte(byte: number): void {
    if (this.bytes === this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2);
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer[this.bytes] = byte;
    this.bytes += 1;
    this.#pendingBits -= 8;
  }
}
