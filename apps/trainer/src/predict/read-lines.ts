/**
 * Lines of a file of any size, as bytes and with their places. A line ends at a
 * line feed alone, with or without a carriage return before it: no other
 * character does, because a text may have it. What a line has beyond
 * `MAX_LINE_BYTES` is passed over, so that no input can fill the memory.
 */
import { KanjoError } from "@kanjo/shared/error";

import type { Position } from "./row.ts";

/** Also of a row of several lines. */
export const MAX_LINE_BYTES = 1 << 20;

export interface Line {
  /** Without its end. */
  readonly bytes: Buffer;
  /** `\n`, `\r\n`, or nothing at the input's end. */
  readonly end: string;
  /** From 1. */
  readonly number: number;
  /** Bytes of the input up to the next line. */
  readonly offsetAfter: number;
  /** Whether it is longer than what `bytes` has of it. */
  readonly isCut: boolean;
}

const [LF, CR] = [0x0a, 0x0d];

/**
 * @param from where the first chunk stands in the input
 * @throws KanjoError `input-invalid` for UTF-16
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  from: Pick<Position, "offset" | "lines">,
): AsyncGenerator<Line> {
  const reader = new LineReader(from);
  for await (const chunk of chunks) yield* reader.take(Buffer.from(chunk));
  yield* reader.end();
}

class LineReader {
  #offset: number;
  #number: number;
  #parts: Buffer[] = [];
  #kept = 0;
  #isCut = false;

  constructor({ offset, lines }: Pick<Position, "offset" | "lines">) {
    this.#offset = offset;
    this.#number = lines;
  }

  *take(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      this.#keep(chunk.subarray(start, end));
      this.#offset += 1;
      yield this.#finish("\n");
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  *end(): Generator<Line> {
    if (this.#kept > 0) yield this.#finish("");
  }

  #keep(part: Buffer): void {
    this.#offset += part.length;
    const kept = part.subarray(0, MAX_LINE_BYTES - this.#kept);
    if (kept.length < part.length) this.#isCut = true;
    if (kept.length === 0) return;
    this.#kept += kept.length;
    this.#parts.push(kept);
  }

  #finish(end: string): Line {
    const [first, ...rest] = this.#parts;
    const whole = first !== undefined && rest.length === 0 ? first : Buffer.concat(this.#parts);
    this.#number += 1;
    if (this.#number === 1) refuseUtf16(whole);
    const hasReturn = end === "\n" && !this.#isCut && whole.at(-1) === CR;
    const line = {
      bytes: hasReturn ? whole.subarray(0, -1) : whole,
      end: hasReturn ? "\r\n" : end,
      number: this.#number,
      offsetAfter: this.#offset,
      isCut: this.#isCut,
    };
    this.#parts = [];
    this.#kept = 0;
    this.#isCut = false;
    return line;
  }
}

/** Excel's "Unicode text". */
function refuseUtf16(firstLine: Buffer): void {
  const mark = firstLine.subarray(0, 2).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return;
  throw new KanjoError("input-invalid", "the input begins as UTF-16, expected UTF-8", {
    hint: "Convert it first: iconv -f UTF-16 -t UTF-8.",
  });
}

const BYTE_ORDER_MARK = Buffer.from("\uFEFF");

/** The first line without the byte-order mark that it may begin with; any other line as it is. */
export function dropByteOrderMark(line: Line): Line {
  const hasMark = line.number === 1 && line.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK);
  return hasMark ? { ...line, bytes: line.bytes.subarray(3) } : line;
}
