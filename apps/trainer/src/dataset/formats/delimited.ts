import { messageOf } from "@kanjo/shared/error";
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
    throw dataError(`${name}: ${messageOf(cause)}`, lineHint(cause), cause);
  }
  return records.map(({ record, info }) => readRecord(record, columns, `${name}:${info.lines}`));
}

function lineHint(thrown: unknown): string {
  return thrown instanceof CsvError && typeof thrown["lines"] === "number"
    ? `Line ${thrown["lines"]} does not have the fields of the header.`
    : "Expected a header line and one record a line.";
}
