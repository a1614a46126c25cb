import type { ClassifiedText } from "@kanjo/shared/classifier";

import type { Input } from "./input.ts";
import type { Position, Row, TextRow } from "./row.ts";

export const ROW_FORMATS = ["csv", "tsv", "jsonl"] as const;
export type RowFormatName = (typeof ROW_FORMATS)[number];

/** An input's rows, and how a row is written with its answer. */
export interface OpenedRows {
  /** What the output begins with; empty in a format without a header. */
  readonly header: string;
  readonly rows: AsyncIterable<Row>;
  /** The row as it stands in the input, the answer's columns behind its own, and its line's end. */
  readonly append: (row: TextRow, answer: ClassifiedText) => string;
}

/** Opens an input at a position of an earlier reading, or at its beginning. */
export type OpenRows = (input: Input, from: Position) => Promise<OpenedRows>;
