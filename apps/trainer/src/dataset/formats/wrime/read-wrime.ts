/**
 * WRIME version 2 (Suzuki et al., LREC 2022): posts with the sentiment, -2 to 2,
 * that their writer meant and that three readers saw; the readers' is their mean,
 * rounded by the authors. As the book 大規模言語モデル入門 reads it: with the
 * quoting that pandas expects, the text as it stands, and 0 dropped for two classes.
 */
import type { DataSource } from "../../../recipe/data-source.ts";
import { dataError } from "../../data-error.ts";
import type { Row } from "../../dataset.ts";
import { readRecord } from "../columns.ts";
import { readCsvRows } from "../csv-rows.ts";

type WrimeSource = Extract<DataSource, { format: "wrime" }>;
export type WrimeOptions = Pick<WrimeSource, "judges" | "classes">;

export interface WrimeRows {
  readonly rows: readonly Row[];
  /** Posts in the file, also those whose sentiment was dropped. */
  readonly posts: number;
}

const SENTIMENT = { writer: "Writer_Sentiment", readers: "Avg. Readers_Sentiment" } as const;

/** In the order of the class indices. */
export const WRIME_LABELS = {
  binary: ["positive", "negative"],
  three: ["positive", "neutral", "negative"],
  levels: ["-2", "-1", "0", "1", "2"],
} as const;

/** @throws KanjoError `data-invalid` with the line */
export function readWrime(content: string, options: WrimeOptions, name: string): WrimeRows {
  const [header, ...posts] = readCsvRows(content, "\t");
  const columns = header?.fields ?? [];
  requireColumns(columns, SENTIMENT[options.judges], name);
  const rows = posts.flatMap(({ fields, line }) => {
    const source = `${name}:${line}`;
    requireFields(fields, columns, source);
    const record = Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? ""]));
    const label = labelOf(record[SENTIMENT[options.judges]] ?? "", options.classes, source);
    return label === null ? [] : [readRecord({ ...record, label }, COLUMNS, source)];
  });
  return { rows, posts: posts.length };
}

const COLUMNS = { text: "Sentence", label: "label", split: "Train/Dev/Test", group: "UserID" };

function requireColumns(columns: readonly string[], sentiment: string, name: string): void {
  const needed = [COLUMNS.text, COLUMNS.group, COLUMNS.split, sentiment];
  const missing = needed.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw dataError(
    `${name}: no column ${missing.join(", ")}, there are: ${columns.join(", ")}`,
    "Expected wrime-ver2.tsv; version 1 has no sentiment.",
  );
}

function requireFields(
  fields: readonly string[],
  columns: readonly string[],
  source: string,
): void {
  if (fields.length !== columns.length) {
    throw dataError(`${source}: ${fields.length} fields, expected ${columns.length}`);
  }
  // A quote that nothing closes swallows the rows after it.
  if (fields.some((field) => field.includes("\t"))) {
    throw dataError(`${source}: a field has a tab, which says that a quote is not closed`);
  }
}

function labelOf(value: string, classes: WrimeOptions["classes"], source: string): string | null {
  const sentiment = value.trim() === "" ? NaN : Number(value);
  if (!Number.isInteger(sentiment) || Math.abs(sentiment) > 2) {
    throw dataError(`${source}: the sentiment is ${JSON.stringify(value)}, expected -2 to 2`);
  }
  if (classes === "levels") return String(sentiment);
  if (sentiment !== 0) return sentiment > 0 ? "positive" : "negative";
  return classes === "three" ? "neutral" : null;
}
