/**
 * The connection matrix, compressed, with the lines that texts need decoded on
 * demand. A row is the class of a word's left id, a column the class of its
 * predecessor's right id; a line is one row's stretch of LINE_COLUMNS columns.
 *
 *     lineSlots[row * blocks + block] ──> slot ──> cells[slot * 256 ...]   decoded
 *              │ 0: not decoded
 *              ▼
 *     code[lineStarts[...]] = difference from the same block of row lineParents[...]
 *
 * Parents have smaller row numbers, so a chain of them ends at row 0, which is
 * the difference from nothing. The lines that most texts need are decoded when
 * the dictionary is opened and stay; the others share a ring of slots, the
 * oldest making room.
 */
import { invalidDictionary } from "./invalid-dictionary.ts";
import { LINE_COLUMNS } from "./line-code.ts";
import { LineDecoder } from "./line-decoder.ts";

/** The parts of a compiled dictionary that hold the matrix. */
export interface ConnectionParts {
  readonly rows: number;
  readonly columns: number;
  /** Length in bits of each symbol's code. */
  readonly codeLengths: Uint8Array;
  /** All lines' codes, row after row, each beginning at a byte. */
  readonly code: Uint8Array;
  /** Bytes of each line's code. */
  readonly lineBytes: Uint16Array;
  /** Row of each line's parent. */
  readonly lineParents: Uint16Array;
  /** Least cost of each row. */
  readonly rowMinimums: Int16Array;
  /** Lines to decode at once, the most used first. */
  readonly hotLines: Uint32Array;
}

export interface CacheSize {
  /** Lines, of 512 bytes, that are decoded at once and kept. */
  readonly hot: number;
  /** Lines that make room for each other. */
  readonly cold: number;
}

export class ConnectionCosts {
  /** Lines of a row. */
  readonly #blocks: number;
  /** Slot of each line's cells; 0 when it is not decoded. */
  readonly #lineSlots: Uint16Array;
  readonly #cells: Int16Array;
  /** Least cost of each row. */
  readonly rowMinimums: Int16Array;
  readonly #columns: number;
  readonly #lineStarts: Uint32Array;
  readonly #lineParents: Uint16Array;
  readonly #decoder: LineDecoder;
  /** Which line is in each slot. */
  readonly #slotLines: Uint32Array;
  readonly #firstCold: number;
  #nextCold: number;
  readonly #chain: number[] = [];

  /** @throws KanjoError `dictionary-invalid` when parts contradict each other */
  constructor(parts: ConnectionParts, cache: CacheSize) {
    const hot = parts.hotLines.subarray(0, cache.hot);
    this.#blocks = Math.ceil(parts.columns / LINE_COLUMNS);
    this.#columns = parts.columns;
    this.rowMinimums = parts.rowMinimums;
    this.#lineParents = parts.lineParents;
    this.#lineStarts = addUp(parts.lineBytes);
    this.#decoder = new LineDecoder(parts.code, parts.codeLengths);
    checkParts(parts, this.#blocks, this.#lineStarts.at(-1) ?? 0);
    const lines = parts.rows * this.#blocks;
    const cold = Math.max(1, Math.min(cache.cold, lines - hot.length));
    const slots = 1 + hot.length + cold;
    this.#lineSlots = new Uint16Array(lines);
    this.#cells = new Int16Array(slots * LINE_COLUMNS);
    this.#slotLines = new Uint32Array(slots);
    this.#firstCold = 1 + hot.length;
    this.#nextCold = this.#firstCold;
    hot.toSorted().forEach((line, index) => {
      this.#place(line, index + 1);
    });
  }

  /** Cost of a predecessor's column before a word's row. */
  cost(row: number, column: number): number {
    const line = row * this.#blocks + (column >> 8);
    const slot = this.#lineSlots[line] ?? 0;
    return this.#cells[((slot === 0 ? this.#load(line) : slot) << 8) | (column & 255)] ?? 0;
  }

  /** Decodes a line that has no slot into the oldest cold one, and gives that. */
  #load(line: number): number {
    const slot = this.#nextCold;
    this.#nextCold = slot + 1 < this.#slotLines.length ? slot + 1 : this.#firstCold;
    const evicted = this.#slotLines[slot] ?? 0;
    if (this.#lineSlots[evicted] === slot) this.#lineSlots[evicted] = 0;
    this.#place(line, slot);
    return slot;
  }

  #place(line: number, slot: number): void {
    this.#slotLines[slot] = line;
    this.#decodeChain(line, slot * LINE_COLUMNS);
    this.#lineSlots[line] = slot;
  }

  /** Adds up the differences from the nearest ancestor that is decoded, or from nothing, down to the line. */
  #decodeChain(line: number, at: number): void {
    const chain = this.#chain;
    const end = at + this.#widthOf(line);
    chain.length = 0;
    let ancestor = line;
    let slot = 0;
    while (ancestor >= this.#blocks && slot === 0) {
      chain.push(ancestor);
      ancestor = this.#parentLine(ancestor);
      slot = this.#lineSlots[ancestor] ?? 0;
    }
    if (slot === 0) {
      chain.push(ancestor);
      this.#cells.fill(0, at, at + LINE_COLUMNS);
    } else {
      this.#cells.copyWithin(at, slot * LINE_COLUMNS, (slot + 1) * LINE_COLUMNS);
    }
    for (let index = chain.length - 1; index >= 0; index--) {
      const start = this.#lineStarts[chain[index] ?? 0] ?? 0;
      this.#decoder.add(start, this.#cells, at, end);
    }
  }

  #parentLine(line: number): number {
    const block = line % this.#blocks;
    return (this.#lineParents[line] ?? 0) * this.#blocks + block;
  }

  #widthOf(line: number): number {
    const block = line % this.#blocks;
    return Math.min(LINE_COLUMNS, this.#columns - block * LINE_COLUMNS);
  }
}

/** Where each part of these lengths begins, and where the last one ends. */
function addUp(lengths: Uint16Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let sum = 0;
  for (let index = 0; index < lengths.length; index++) {
    sum += lengths[index] ?? 0;
    starts[index + 1] = sum;
  }
  return starts;
}

function checkParts(parts: ConnectionParts, blocks: number, codeBytes: number): void {
  const { rows, lineBytes, lineParents, code, rowMinimums, hotLines } = parts;
  const lines = rows * blocks;
  if (lineBytes.length !== lines || lineParents.length !== lines || rowMinimums.length !== rows) {
    const found = `${lineBytes.length} lines, ${lineParents.length} parents, ${rowMinimums.length} minimums`;
    throw invalidDictionary(
      `its connection matrix has ${found}, expected those of ${rows} rows of ${blocks} lines`,
    );
  }
  if (code.length !== codeBytes) {
    throw invalidDictionary(
      `its connection matrix has ${code.length} bytes of code, expected ${codeBytes}`,
    );
  }
  const orphan = lineParents.findIndex(
    (parent, line) => line >= blocks && parent * blocks > line - blocks,
  );
  if (orphan !== -1) {
    throw invalidDictionary(
      `its connection matrix has row ${lineParents[orphan]} as parent of line ${orphan}, expected an earlier row`,
    );
  }
  const beyond = hotLines.find((line) => line >= lines);
  if (beyond !== undefined)
    throw invalidDictionary(`its connection matrix lists line ${beyond} as used most, of ${lines}`);
}
