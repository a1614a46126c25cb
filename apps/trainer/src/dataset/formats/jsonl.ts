import type { Row } from "../dataset.ts";
import { type Columns, readRecord } from "./columns.ts";
import { readJsonLines } from "./json-lines.ts";

/** One JSON object a line; empty lines are passed over. @throws KanjoError `data-invalid` with the line */
export function readJsonl(content: string, columns: Columns, name: string): Row[] {
  return readJsonLines(content, name).map(({ record, source }) =>
    readRecord(record, columns, source),
  );
}
