/**
 * Reads a line's code (line-code.ts). Bits wait in one number, the next ones
 * highest of the `count` lowest; 24 of them hold a symbol and a run's extra bits,
 * 16 a step's.
 */
import { END_SYMBOL, makeSymbolTables, MAX_CODE_BITS, type SymbolTables } from "./line-code.ts";
import { invalidDictionary } from "./invalid-dictionary.ts";
import { makeDecodeTable } from "./prefix-code.ts";

/** Bytes that can wait when a line ends with the code. */
const WAITING_BYTES = 5;

const CODE_MASK = (1 << MAX_CODE_BITS) - 1;

export class LineDecoder {
  readonly #code: Uint8Array;
  readonly #table: Uint16Array;
  readonly #symbols: SymbolTables = makeSymbolTables();

  /** @throws KanjoError `dictionary-invalid` when the lengths are not those of a complete code */
  constructor(code: Uint8Array, codeLengths: Uint8Array) {
    this.#code = code;
    this.#table = makeDecodeTable(codeLengths, MAX_CODE_BITS);
  }

  /**
   * Adds the difference that is written from byte `start` on to the cells from `from` to `end` - 1.
   * @throws KanjoError `dictionary-invalid` when the code ends before the line
   */
  add(start: number, cells: Int16Array, from: number, end: number): void {
    const { run, runBits, step, stepBits } = this.#symbols;
    const code = this.#code;
    let position = start;
    let bits = 0;
    let count = 0;
    let cell = from;
    let value = 0;
    let before = 0;
    while (position < code.length + WAITING_BYTES) {
      for (; count < 24; count += 8) bits = (bits << 8) | (code[position++] ?? 0);
      const entry = this.#table[(bits >>> (count - MAX_CODE_BITS)) & CODE_MASK] ?? 0;
      const symbol = entry >>> 4;
      const extraRun = runBits[symbol] ?? 0;
      count -= (entry & 15) + extraRun;
      const length = (run[symbol] ?? 0) + ((bits >>> count) & ((1 << extraRun) - 1));
      const runEnd = symbol === END_SYMBOL ? end : Math.min(cell + length, end);
      if (value === 0) cell = runEnd;
      for (; cell < runEnd; cell++) cells[cell] = (cells[cell] ?? 0) + value;
      if (cell === end) return;
      const base = step[symbol] ?? 0;
      const last = value;
      if (base === 0) {
        value = before;
      } else {
        for (; count < 16; count += 8) bits = (bits << 8) | (code[position++] ?? 0);
        const extraStep = stepBits[symbol] ?? 0;
        count -= extraStep;
        const extra = (bits >>> count) & ((1 << extraStep) - 1);
        value += base < 0 ? base - extra : base + extra;
      }
      before = last;
    }
    throw invalidDictionary(`the code of its line at byte ${start} does not end`);
  }
}
