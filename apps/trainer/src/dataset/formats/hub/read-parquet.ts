import { messageOf } from "@kanjo/shared/error";
import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import * as z from "zod";

import { parseJson } from "../../../parse-json.ts";
import { dataError } from "../../data-error.ts";
import type { Row, Split } from "../../dataset.ts";
import { type Columns, readRecord } from "../columns.ts";

/**
 * The rows of a parquet file; class numbers become the names that the Hub's
 * `datasets` library wrote beside them.
 * @param split of all rows
 * @throws KanjoError `data-invalid`
 */
export async function readParquet(
  path: string,
  name: string,
  columns: Columns,
  split: Split | null,
): Promise<Row[]> {
  const { metadata, records } = await readRecords(path, name, columns);
  const names = classNames(metadata, columns.label);
  return records.map((record, index) => {
    const source = `${name}:${index + 1}`;
    const named = { ...record, [columns.label]: nameLabel(record[columns.label], names, source) };
    return { ...readRecord(named, columns, source), split };
  });
}

async function readRecords(
  path: string,
  name: string,
  { text, label, group }: Columns,
): Promise<{ metadata: FileMetaData; records: Record<string, unknown>[] }> {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const wanted = [text, label, ...(group === null || group === undefined ? [] : [group])];
    requireColumns(wanted, metadata, name);
    const records = await parquetReadObjects({ file, metadata, columns: wanted, compressors });
    return { metadata, records };
  } catch (cause) {
    if (cause instanceof Error && cause.name === "KanjoError") throw cause;
    throw dataError(`${name}: ${messageOf(cause)}`, "Is it a whole parquet file?", cause);
  }
}

function requireColumns(wanted: readonly string[], { schema }: FileMetaData, name: string): void {
  const [, ...fields] = schema;
  const there = new Set(fields.map((field) => field.name));
  const missing = wanted.filter((column) => !there.has(column));
  if (missing.length === 0) return;
  throw dataError(
    `${name}: no column ${missing.join(", ")}, there are: ${[...there].join(", ")}`,
    "Name the columns in the recipe: data.text_column, data.label_column.",
  );
}

/** What the `datasets` library says of the columns. */
const Described = z.object({
  info: z.object({
    features: z.record(z.string(), z.looseObject({ names: z.array(z.string()).optional() })),
  }),
});

function classNames({ key_value_metadata: pairs = [] }: FileMetaData, label: string) {
  const text = pairs.find(({ key }) => key === "huggingface")?.value;
  const described = Described.safeParse(parseJson(text ?? "null"));
  return described.data?.info.features[label]?.names ?? null;
}

function nameLabel(value: unknown, names: readonly string[] | null, source: string): unknown {
  if (names === null || (typeof value !== "number" && typeof value !== "bigint")) return value;
  const name = names[Number(value)];
  if (name !== undefined) return name;
  throw dataError(
    `${source}: the class is ${value}, there are ${names.length} from 0`,
    "Rows without a label, such as those of a hidden test split, cannot be used.",
  );
}
