/**
 * The alphabet in which lines of the connection matrix are written. A line is
 * told as its difference from a parent line: mostly runs of one value, because
 * costs are sums of feature weights, and between two neighbouring values that
 * alternate, because MeCab rounded the sums. So a symbol joins the length of a
 * run with what comes after it: back to the value before, or a step up or down.
 *
 *     symbol = runClass * EVENTS + event        END: the run goes on to the line's end
 *     event  = 0 back | 1..16 steps of 1..8 | then buckets with extra bits
 *
 * Differences are taken modulo 2^16. After the symbol come the run's extra bits,
 * then the step's.
 */

/** Columns of a line: cells of one row of the matrix that are decoded together. */
export const LINE_COLUMNS = 256;

/** Longest code of a symbol, in bits. */
export const MAX_CODE_BITS = 13;

const EXACT_RUNS = 12;
const RUN_CLASSES = EXACT_RUNS + 6;
const EXACT_STEPS = 8;
const FIRST_BUCKET = 1 + 2 * EXACT_STEPS;
const EVENTS = FIRST_BUCKET + 4 * 13;

/** The symbol of a run to the end of the line. */
export const END_SYMBOL = RUN_CLASSES * EVENTS;
export const SYMBOLS = END_SYMBOL + 1;

/** A number as a class of the alphabet and the bits that tell it from others of its class. */
export interface Classed {
  readonly index: number;
  readonly extra: number;
  readonly extraBits: number;
}

/** Class of a run of 0 to 255 columns. */
export function classifyRun(length: number): Classed {
  if (length < EXACT_RUNS) return { index: length, extra: 0, extraBits: 0 };
  const shifted = length - EXACT_RUNS + 4;
  const extraBits = 31 - Math.clz32(shifted);
  return { index: EXACT_RUNS + extraBits - 2, extra: shifted - (1 << extraBits), extraBits };
}

/** Event of a step of -32768 to 32767, other than 0. */
export function classifyStep(step: number): Classed {
  const size = Math.abs(step);
  const sign = step < 0 ? 1 : 0;
  if (size <= EXACT_STEPS) return { index: 1 + 2 * (size - 1) + sign, extra: 0, extraBits: 0 };
  const exponent = 31 - Math.clz32(size);
  const half = (size >> (exponent - 1)) & 1;
  return {
    index: FIRST_BUCKET + 4 * (exponent - 3) + 2 * half + sign,
    extra: size & ((1 << (exponent - 1)) - 1),
    extraBits: exponent - 1,
  };
}

/** The symbol that joins a run's class with an event; event 0 is the step back. */
export function joinSymbol(runClass: number, event: number): number {
  return runClass * EVENTS + event;
}

/** What each symbol stands for, in arrays that the decoder indexes by symbol. */
export interface SymbolTables {
  readonly run: Uint16Array;
  readonly runBits: Uint8Array;
  /** Smallest size of the step, with its sign; 0 for the step back. */
  readonly step: Int32Array;
  readonly stepBits: Uint8Array;
}

export function makeSymbolTables(): SymbolTables {
  const tables = {
    run: new Uint16Array(SYMBOLS),
    runBits: new Uint8Array(SYMBOLS),
    step: new Int32Array(SYMBOLS),
    stepBits: new Uint8Array(SYMBOLS),
  };
  for (let symbol = 0; symbol < END_SYMBOL; symbol++) {
    const runClass = Math.floor(symbol / EVENTS);
    const event = symbol % EVENTS;
    const runBits = runClass < EXACT_RUNS ? 0 : runClass - EXACT_RUNS + 2;
    tables.runBits[symbol] = runBits;
    tables.run[symbol] = runBits === 0 ? runClass : EXACT_RUNS - 4 + (1 << runBits);
    tables.step[symbol] = smallestStep(event);
    tables.stepBits[symbol] = event < FIRST_BUCKET ? 0 : ((event - FIRST_BUCKET) >> 2) + 2;
  }
  return tables;
}

function smallestStep(event: number): number {
  if (event === 0) return 0;
  if (event < FIRST_BUCKET) return signed(((event - 1) >> 1) + 1, (event - 1) & 1);
  const bucket = event - FIRST_BUCKET;
  const exponent = (bucket >> 2) + 3;
  const half = (bucket >> 1) & 1;
  return signed((1 << exponent) + (half << (exponent - 1)), bucket & 1);
}

function signed(size: number, sign: number): number {
  return sign === 1 ? -size : size;
}
