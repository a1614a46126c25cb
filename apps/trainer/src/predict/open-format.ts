import type { AnswerColumns } from "./answer-columns.ts";
import { CSV, TSV } from "./delimited-fields.ts";
import { createDelimitedFormat } from "./delimited-rows.ts";
import { createJsonFormat } from "./json-rows.ts";
import type { OpenRows, RowFormatName } from "./row-format.ts";

export function openFormat(
  format: RowFormatName,
  textColumn: string,
  columns: AnswerColumns,
): OpenRows {
  switch (format) {
    case "csv":
      return createDelimitedFormat(CSV, textColumn, columns);
    case "tsv":
      return createDelimitedFormat(TSV, textColumn, columns);
    case "jsonl":
      return createJsonFormat(textColumn, columns);
  }
}
