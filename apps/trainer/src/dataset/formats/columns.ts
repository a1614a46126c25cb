import type { Row } from "../dataset.ts";
import { SPLITS, type Split } from "../dataset.ts";
import { dataError } from "../data-error.ts";

/** Which fields of a record hold what; `split` null means that the file has no such column. */
export interface Columns {
  readonly text: string;
  readonly label: string;
  readonly split: string | null;
  /** Author, thread or the like. */
  readonly group?: string | null;
}

/** What data sets call the three splits. */
const SPLIT_NAMES: Readonly<Record<string, Split>> = {
  train: "train",
  training: "train",
  dev: "validation",
  valid: "validation",
  val: "validation",
  validation: "validation",
  eval: "validation",
  test: "test",
};

/**
 * Turns one record into a row.
 * @throws KanjoError `data-invalid` naming the source and the field
 */
export function readRecord(
  record: Readonly<Record<string, unknown>>,
  columns: Columns,
  source: string,
): Row {
  const text = readField(record, columns.text, source, "--text-column");
  const label = readField(record, columns.label, source, "--label-column");
  const split =
    columns.split === null
      ? null
      : readSplit(readField(record, columns.split, source, "--split-column"), source);
  const row = { text, label, source, split };
  if (columns.group === undefined || columns.group === null) return row;
  return { ...row, group: readField(record, columns.group, source, "--group-column") };
}

function readField(
  record: Readonly<Record<string, unknown>>,
  column: string,
  source: string,
  option: string,
): string {
  const value = record[column];
  if (typeof value === "string") return value;
  if (["number", "bigint", "boolean"].includes(typeof value)) return String(value);
  if (value === undefined) {
    throw dataError(
      `${source}: no column ${JSON.stringify(column)}, there are: ${Object.keys(record).map(shortenName).join(", ")}`,
      `Name the column with ${option}.`,
    );
  }
  throw dataError(
    `${source}: column ${JSON.stringify(column)} is ${value === null ? "null" : typeof value}, expected a string or a number`,
  );
}

const LONGEST_NAME_SHOWN = 20;

/** Where the header is missing, what stands in its place is somebody's text. */
function shortenName(name: string): string {
  return name.length > LONGEST_NAME_SHOWN ? `(${name.length} characters)` : name;
}

/** The split that a data set calls so, or null. */
export function parseSplitName(name: string): Split | null {
  return SPLIT_NAMES[name.trim().toLowerCase()] ?? null;
}

function readSplit(name: string, source: string): Split {
  const split = parseSplitName(name);
  if (split !== null) return split;
  // A long value is not a split's name but, in the wrong column, somebody's text.
  const shown =
    name.length > LONGEST_NAME_SHOWN ? `${name.length} characters long` : JSON.stringify(name);
  throw dataError(
    `${source}: split is ${shown}, expected one of ${SPLITS.join(", ")}`,
    "Also understood: training, dev, val, valid, eval.",
  );
}
