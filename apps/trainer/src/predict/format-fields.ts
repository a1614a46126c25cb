import { KanjoError } from "@kanjo/shared/error";
import { stringify } from "csv-stringify/sync";

import type { AnswerValue } from "./answer-columns.ts";
import type { Dialect } from "./delimited-fields.ts";

/** Writes fields to be put behind a row, each with a delimiter before it. */
export type FormatFields = (values: readonly AnswerValue[]) => string;

/**
 * Labels and names come from a manifest and repeat: each is quoted once.
 * @returns what throws KanjoError `label-unwritable` for a value that the dialect cannot hold
 */
export function createFieldFormat({ delimiter, hasQuotes }: Dialect): FormatFields {
  const known = new Map<string, string>();
  const format = (value: AnswerValue): string => {
    if (typeof value !== "string") return String(value);
    const written = known.get(value) ?? (hasQuotes ? quoteField(value) : requirePlain(value));
    known.set(value, written);
    return written;
  };
  return (values) => values.map((value) => `${delimiter}${format(value)}`).join("");
}

function quoteField(value: string): string {
  return stringify([[value]], { eof: false, quoted_match: /[\n\r]/ });
}

function requirePlain(value: string): string {
  if (!/[\t\n\r]/.test(value)) return value;
  throw new KanjoError(
    "label-unwritable",
    `the column or label ${JSON.stringify(value)} has a tab or a line break, which TSV cannot hold`,
    { hint: "Write CSV or JSONL in its place." },
  );
}
