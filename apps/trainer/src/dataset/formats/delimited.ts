import { type KanjoError, messageOf } from "@kanjo/shared/error";
import { CsvError, parse } from "csv-parse/sync";

import { dataError } from "../data-error.ts";
import type { Row } from "../dataset.ts";
import { type Columns, readRecord } from "./columns.ts";

/** CSV as RFC 4180 has it, with a header line. @throws KanjoError `data-invalid` with the line */
export function readCsv(content: string, columns: Columns, name: string): Row[] {
  return readDelimited(content, columns, name, { delimiter: ",", quote: '"' });
}

/** Tab-separated values with a header line; quotes are ordinary characters. */
export function readTsv(content: string, columns: Columns, name: string): Row[] {
  return readDelimited(content, columns, name, { delimiter: "\t", quote: null });
}

interface Dialect {
  readonly delimiter: string;
  readonly quote: string | null;
}

interface ParsedRecord {
  readonly record: Record<string, string>;
  readonly info: { readonly lines: number };
}

function readDelimited(content: string, columns: Columns, name: string, dialect: Dialect): Row[] {
  let records: ParsedRecord[];
  try {
    records = parse<ParsedRecord>(content, {
      ...dialect,
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw describeParseError(name, cause);
  }
  return records.map(({ record, info }) => readRecord(record, columns, `${name}:${info.lines}`));
}

/** The parser's own messages quote the text. */
function describeParseError(name: string, cause: unknown): KanjoError {
  if (!(cause instanceof CsvError)) return dataError(`${name}: ${messageOf(cause)}`, HINT, cause);
  const line = typeof cause["lines"] === "number" ? `:${cause["lines"]}` : "";
  const quoteHint = "A field with quotes is quoted itself, and its quotes are doubled.";
  return cause.code.includes("QUOTE")
    ? dataError(`${name}${line}: a quote is not where one may be`, quoteHint)
    : dataError(`${name}${line}: does not have the fields of the header`, HINT);
}

const HINT = "Expected a header line and one record a line.";
