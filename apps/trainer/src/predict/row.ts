import type { BadRowReason } from "./bad-row-reason.ts";

/** Where reading stands between two rows; reading begins anew at one as if there had been no pause. */
export interface Position {
  /** Bytes of the input before it. */
  readonly offset: number;
  /** Rows before it, the header not among them. */
  readonly rows: number;
  /** Lines before it. */
  readonly lines: number;
}

export const START: Position = { offset: 0, rows: 0, lines: 0 };

interface RowPlace {
  /** From 1, the header not counted. */
  readonly number: number;
  /** Its first line's number, from 1. */
  readonly line: number;
  readonly after: Position;
}

export interface TextRow extends RowPlace {
  readonly kind: "text";
  /** Never empty, always well-formed. */
  readonly text: string;
  /** The row as it stands in the input, without its line's end. */
  readonly source: string;
  /** `\n` or `\r\n`; empty at the input's end. */
  readonly lineEnd: string;
}

export interface BadRow extends RowPlace {
  readonly kind: "bad";
  readonly reason: BadRowReason;
  /** As they stand in the input, without the line's end. */
  readonly bytes: Buffer;
  /** Whether only the row's beginning was kept, because it is too long. */
  readonly isCut: boolean;
}

export type Row = TextRow | BadRow;
