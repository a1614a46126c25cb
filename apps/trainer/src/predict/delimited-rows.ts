/**
 * Rows of a CSV or TSV file with a header. csv-parse gives neither a row's bytes nor
 * goes on behind a malformed one, and both are needed here: a row is written as it
 * stood, and one bad row must not cost the file.
 */
import { isUtf8 } from "node:buffer";

import type { AnswerColumns } from "./answer-columns.ts";
import { type BadRowReason, checkText } from "./bad-row-reason.ts";
import type { Dialect } from "./delimited-fields.ts";
import { findColumn, type Header, readHeader } from "./delimited-header.ts";
import { type DelimitedRecord, joinLines, readRecord } from "./delimited-records.ts";
import { createFieldFormat } from "./format-fields.ts";
import type { Input } from "./input.ts";
import { LineSource } from "./line-source.ts";
import { type Line, readLines } from "./read-lines.ts";
import { refuseTakenColumns } from "./refuse-taken-columns.ts";
import { type Position, type Row, START } from "./row.ts";
import type { OpenRows } from "./row-format.ts";

/**
 * @param textColumn name in the header
 * @returns what throws KanjoError `input-invalid` when there is no header or no such column, `columns-taken`, `label-unwritable`
 */
export function createDelimitedFormat(
  dialect: Dialect,
  textColumn: string,
  columns: AnswerColumns,
): OpenRows {
  return async (input, from) => {
    const source = new LineSource(readLines(input.read(0), START));
    const header = await readHeader(source, dialect, input.name);
    refuseTakenColumns(header.fields, columns.names, input.name);
    const text = findColumn(header, textColumn, input.name);
    const layout = { dialect, columns: header.fields.length, text };
    const format = createFieldFormat(dialect);
    return {
      header: `${header.source}${format(columns.names)}${header.lineEnd}`,
      rows: await openRows(source, header, { input, from }, layout),
      append: ({ source: own, lineEnd }, answer) =>
        `${own}${format(columns.toValues(answer))}${lineEnd || header.lineEnd}`,
    };
  };
}

interface Layout {
  readonly dialect: Dialect;
  /** Fields of a row. */
  readonly columns: number;
  /** Index of the text's. */
  readonly text: number;
}

/** What follows the header, or what follows an earlier reading. */
async function openRows(
  source: LineSource,
  { after }: Header,
  { input, from }: { readonly input: Input; readonly from: Position },
  layout: Layout,
): Promise<AsyncIterable<Row>> {
  if (from.offset < after.offset) return readRows(source, after, layout);
  await source.close();
  return readRows(new LineSource(readLines(input.read(from.offset), from)), from, layout);
}

async function* readRows(source: LineSource, from: Position, layout: Layout): AsyncGenerator<Row> {
  try {
    for (let number = from.rows + 1; ; number += 1) {
      const record = await readRecord(source, layout.dialect);
      if (record === null) return;
      yield toRow(number, record, layout, source);
    }
  } finally {
    await source.close();
  }
}

function toRow(number: number, record: DelimitedRecord, layout: Layout, source: LineSource): Row {
  if (record.fault !== null) return toBadRow(number, record.lines, record.fault);
  const { fields, lines } = record;
  if (fields.length !== layout.columns) {
    // Of several lines, they may be one row only because of a quote that is not closed in time.
    const [first, ...rest] = lines;
    source.giveBack(rest);
    const reason = fields.length < layout.columns ? "fields-missing" : "fields-extra";
    return toBadRow(number, [first], reason);
  }
  const bytes = joinLines(lines);
  const text = fields[layout.text] ?? "";
  const reason = isUtf8(bytes) ? checkText(text) : "utf8-invalid";
  if (reason !== null) return toBadRow(number, lines, reason);
  const { end: lineEnd } = lastOf(lines);
  return { ...placeOf(number, lines), kind: "text", text, source: bytes.toString(), lineEnd };
}

type Lines = readonly [Line, ...Line[]];

function toBadRow(number: number, lines: Lines, reason: BadRowReason): Row {
  const { isCut } = lines[0];
  return { ...placeOf(number, lines), kind: "bad", reason, bytes: joinLines(lines), isCut };
}

function placeOf(number: number, lines: Lines): Pick<Row, "number" | "line" | "after"> {
  const last = lastOf(lines);
  const after = { offset: last.offsetAfter, rows: number, lines: last.number };
  return { number, line: lines[0].number, after };
}

function lastOf(lines: Lines): Line {
  return lines.at(-1) ?? lines[0];
}
