/**
 * Rows of a JSONL file. The answer's members are put before an object's closing
 * brace, so that all others stay as they were written: numbers with all their
 * digits, escapes, order, spaces.
 */
import { isUtf8 } from "node:buffer";

import type { AnswerColumns } from "./answer-columns.ts";
import { type BadRowReason, checkText } from "./bad-row-reason.ts";
import { dropByteOrderMark, type Line, readLines } from "./read-lines.ts";
import { refuseTakenColumns } from "./refuse-taken-columns.ts";
import type { Position, Row } from "./row.ts";
import type { OpenRows } from "./row-format.ts";

/**
 * @param textColumn member with the text
 * @returns what throws KanjoError `columns-taken` when the first row has a member of the answer's
 */
export function createJsonFormat(textColumn: string, columns: AnswerColumns): OpenRows {
  const added = Object.keys(columns.toMembers({ label: "", score: 0, scores: {}, ...NO_TOKENS }));
  return async (input, from) => {
    const lines = readLines(input.read(from.offset), from);
    return {
      header: "",
      rows: readRows(lines, { textColumn, added, inputName: input.name }, from),
      append: ({ source, lineEnd }, answer) => {
        const own = source.slice(0, source.lastIndexOf("}")).trimEnd();
        const members = JSON.stringify(columns.toMembers(answer)).slice(1);
        return `${own},${members}${lineEnd || "\n"}`;
      },
    };
  };
}

const NO_TOKENS = { tokens: 0, truncated: false };

interface Members {
  readonly textColumn: string;
  readonly added: readonly string[];
  readonly inputName: string;
}

async function* readRows(
  lines: AsyncIterable<Line>,
  members: Members,
  from: Position,
): AsyncGenerator<Row> {
  let number = from.rows;
  for await (const read of lines) {
    const line = dropByteOrderMark(read);
    if (isBlank(line.bytes)) continue;
    number += 1;
    yield toRow(number, line, members);
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}

function toRow(number: number, line: Line, members: Members): Row {
  const { bytes, end: lineEnd, isCut } = line;
  const after = { offset: line.offsetAfter, rows: number, lines: line.number };
  const place = { number, line: line.number, after };
  const read = isCut ? "row-too-long" : readText(bytes, number, members);
  if (typeof read === "string") return { ...place, kind: "bad", reason: read, bytes, isCut };
  return { ...place, kind: "text", ...read, lineEnd };
}

type ReadText = { readonly text: string; readonly source: string } | BadRowReason;

function readText(bytes: Buffer, number: number, members: Members): ReadText {
  if (!isUtf8(bytes)) return "utf8-invalid";
  const source = bytes.toString();
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return "json-invalid";
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "json-not-object";
  const { textColumn, added, inputName } = members;
  const own = Object.keys(value);
  if (number === 1) refuseTakenColumns(own, added, inputName);
  if (added.some((name) => own.includes(name))) return "column-taken";
  const text = textOf(Object.entries(value).find(([name]) => name === textColumn)?.[1]);
  if (text === null) return "text-not-string";
  if (text === undefined) return "text-missing";
  return checkText(text) ?? { text, source };
}

/** Undefined where there is none, null where it is none. */
function textOf(value: unknown): string | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
