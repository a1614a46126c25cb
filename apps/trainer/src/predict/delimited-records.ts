import { isUtf8 } from "node:buffer";

import type { BadRowReason } from "./bad-row-reason.ts";
import { type Dialect, FieldReader } from "./delimited-fields.ts";
import type { LineSource } from "./line-source.ts";
import { type Line, MAX_LINE_BYTES } from "./read-lines.ts";

/** Beyond it a quoted field is one whose quote is never closed. */
const MAX_ROW_LINES = 10_000;

/** The lines of one row, and its fields; a fault is a row's whose fields cannot be told. */
export type DelimitedRecord =
  | {
      readonly fault: null;
      readonly lines: readonly [Line, ...Line[]];
      readonly fields: readonly string[];
    }
  | { readonly fault: BadRowReason; readonly lines: readonly [Line] };

/**
 * The next row; null at the end. Empty lines between rows are passed over.
 *
 * A quote that is not where it belongs must cost one row and not all that follow up
 * to the next quote: of a row with a fault the first line alone is taken, and
 * reading goes on at the second.
 */
export async function readRecord(
  source: LineSource,
  dialect: Dialect,
): Promise<DelimitedRecord | null> {
  const first = await readFilledLine(source);
  if (first === null) return null;
  if (first.isCut) return { fault: "row-too-long", lines: [first] };
  const reader = new FieldReader(dialect);
  const rest: Line[] = [];
  let state = reader.take(decode(first), first.end);
  let bytes = first.bytes.length;
  while (state === "open") {
    const mayGoOn = bytes < MAX_LINE_BYTES && rest.length < MAX_ROW_LINES;
    const line = mayGoOn ? await source.next() : null;
    if (line === null) break;
    rest.push(line);
    if (line.isCut) break;
    bytes += line.bytes.length;
    state = reader.take(decode(line), line.end);
  }
  if (state === "whole") return { fault: null, lines: [first, ...rest], fields: reader.fields };
  source.giveBack(rest);
  return { fault: state === "open" ? "quote-unclosed" : "quotes-malformed", lines: [first] };
}

async function readFilledLine(source: LineSource): Promise<Line | null> {
  for (;;) {
    const line = await source.next();
    if (line === null || line.bytes.length > 0) return line;
  }
}

/** Where a line is not UTF-8, its quotes and delimiters are still found: no byte of another character looks like one. */
function decode({ bytes }: Line): string {
  return bytes.toString(isUtf8(bytes) ? "utf8" : "latin1");
}

/** The bytes of a row as they stand in the input, without its last line's end. */
export function joinLines([first, ...rest]: readonly [Line, ...Line[]]): Buffer {
  if (rest.length === 0) return first.bytes;
  const ends = [first, ...rest].map(({ end }) => Buffer.from(end));
  return Buffer.concat([
    first.bytes,
    ...rest.flatMap(({ bytes }, at) => [ends[at] ?? Buffer.alloc(0), bytes]),
  ]);
}
