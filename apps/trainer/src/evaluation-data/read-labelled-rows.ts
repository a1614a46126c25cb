import { basename } from "node:path";

import { KanjoError } from "@kanjo/shared/error";

import { type Example, type Row, type Split, SPLITS } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import { readCsv, readTsv } from "../dataset/formats/delimited.ts";
import { readJsonl } from "../dataset/formats/jsonl.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import type { LoadOptions } from "../dataset/load-options.ts";
import { readText } from "../dataset/read-text.ts";
import { isServable } from "../pipeline/describe-task.ts";
import type { DataSource } from "../recipe/data-source.ts";

/** Labelled texts, and how they are split. */
export interface LabelledRows {
  /** In the file's order. */
  readonly rows: readonly Example[];
  /** Null where nothing says which row is in which split. */
  readonly splits: Readonly<Record<Split, readonly Example[]>> | null;
}

/** Labelled texts as a training has them. */
export interface TrainingRows extends LabelledRows {
  /** SHA-256 of all of them, as a manifest names its data. */
  readonly digest: string;
}

/**
 * The data of a recipe, split as for its training.
 * @throws KanjoError `data-invalid` for what is no classification of single texts, and what its loader throws
 */
export async function readTrainingRows(
  source: DataSource,
  options: LoadOptions,
): Promise<TrainingRows> {
  const dataset = await loadDataset(source, null, options);
  if (!isServable(dataset)) {
    throw new KanjoError(
      "data-invalid",
      `data of format ${source.format} are no single texts with a label each`,
      { hint: "Only classifiers of single texts are evaluated so; trainer benchmark knows JGLUE." },
    );
  }
  const { splits } = dataset;
  const rows = SPLITS.flatMap((split) => splits[split]);
  return { rows, splits, digest: digestDataset(dataset) };
}

/**
 * The data of a file, as they are: no split is taken from another.
 * @throws KanjoError `data-invalid` with the line
 */
export async function readFileRows(
  source: DataSource,
  options: LoadOptions,
): Promise<LabelledRows> {
  if (!isColumnFile(source)) return readTrainingRows(source, options);
  const rows = await readColumns(source);
  return { rows, splits: source.split_column === null ? null : groupRows(rows) };
}

type ColumnFile = Extract<DataSource, { format: "jsonl" | "csv" | "tsv" }> & {
  readonly files: string;
};

function isColumnFile(source: DataSource): source is ColumnFile {
  const isColumns = source.format === "jsonl" || source.format === "csv" || source.format === "tsv";
  return isColumns && typeof source.files === "string";
}

async function readColumns(source: ColumnFile): Promise<readonly Row[]> {
  const columns = {
    text: source.text_column,
    label: source.label_column,
    split: source.split_column,
    group: source.group_column,
  };
  const read = { jsonl: readJsonl, csv: readCsv, tsv: readTsv }[source.format];
  return read(await readText(source.files), columns, basename(source.files));
}

function groupRows(rows: readonly Row[]): Record<Split, readonly Example[]> {
  const take = (split: Split): readonly Example[] => rows.filter((row) => row.split === split);
  return { train: take("train"), validation: take("validation"), test: take("test") };
}
