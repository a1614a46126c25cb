import { basename } from "node:path";

import type { KanjoError } from "@kanjo/shared/error";

import type { DataSource } from "../recipe/data-source.ts";
import { dataError } from "./data-error.ts";
import {
  type ClassificationDataset,
  type Dataset,
  type Example,
  type Row,
  type Split,
  SPLITS,
} from "./dataset.ts";
import { readCsv, readTsv } from "./formats/delimited.ts";
import { loadHubRows } from "./formats/hub/load-hub-dataset.ts";
import { loadBenchmark } from "./formats/jglue/load-benchmark.ts";
import { readJrte } from "./formats/jrte.ts";
import { readJsonl } from "./formats/jsonl.ts";
import { loadMarcJa } from "./formats/marc-ja/load-marc-ja.ts";
import { loadWrime } from "./formats/wrime/load-wrime.ts";
import type { LoadOptions } from "./load-options.ts";
import { readText } from "./read-text.ts";
import { splitRows } from "./split-rows.ts";

/**
 * Reads the data that a recipe names, downloads it where it has to, and sorts
 * the rows into the three splits; splits that the data does not have are taken
 * from `train`, unless it is a benchmark, which keeps those of its authors.
 * @param labels the order of the classes, or null to take it from the data
 * @throws KanjoError `data-invalid`, `license-not-accepted`, `wrime-differs`, `remote-*`
 */
export async function loadDataset(
  source: DataSource,
  labels: readonly string[] | null,
  options: LoadOptions,
): Promise<Dataset> {
  const dataset = await load(source, options);
  return labels === null || dataset.task !== "classification" ? dataset : { ...dataset, labels };
}

async function load(source: DataSource, options: LoadOptions): Promise<Dataset> {
  switch (source.format) {
    case "jsonl":
    case "csv":
    case "tsv":
      return loadColumns(source);
    case "jrte":
      return collectRows(readJrte(await readText(source.files), basename(source.files)));
    case "wrime":
      return loadWrime(source, options);
    case "marc-ja":
      return loadMarcJa(source, options);
    case "hub":
      return collectRows(await loadHubRows(source, options), source.label_column);
    case "jcola":
    case "jnli":
    case "jsts":
    case "jcommonsenseqa":
    case "jsquad":
      return loadBenchmark(source, options);
  }
}

type ColumnSource = Extract<DataSource, { format: "jsonl" | "csv" | "tsv" }>;

async function loadColumns(source: ColumnSource): Promise<ClassificationDataset> {
  const { files, label_column: labelColumn } = source;
  if (typeof files === "string") {
    return collectRows(await readRows(source, files, source.split_column), labelColumn);
  }
  const splits: Record<Split, Row[]> = {
    train: await readRows(source, files.train, null),
    validation: await readRows(source, files.validation, null),
    test: await readRows(source, files.test, null),
  };
  return collectSplits(splits, [], labelColumn);
}

async function readRows(
  source: ColumnSource,
  file: string,
  splitColumn: string | null,
): Promise<Row[]> {
  const columns = {
    text: source.text_column,
    label: source.label_column,
    split: splitColumn,
    group: source.group_column,
  };
  const read = { jsonl: readJsonl, csv: readCsv, tsv: readTsv }[source.format];
  return read(await readText(file), columns, basename(file));
}

function collectRows(rows: readonly Row[], labelColumn = "label"): ClassificationDataset {
  const { splits, carved } = splitRows(rows);
  return collectSplits(splits, carved, labelColumn);
}

/** More than this is no set of classes but, most likely, the wrong column. */
const MOST_LABELS = 100;

function collectSplits(
  splits: Record<Split, Row[]>,
  carved: readonly Split[],
  labelColumn: string,
): ClassificationDataset {
  const labels = labelsOf(SPLITS.flatMap((split) => splits[split]));
  if (labels.length > MOST_LABELS) throw tooManyLabels(labels.length, labelColumn);
  return { task: "classification", labels, splits, carved };
}

function tooManyLabels(count: number, labelColumn: string): KanjoError {
  return dataError(
    `column ${JSON.stringify(labelColumn)} has ${count} different values, at most ${MOST_LABELS} labels are supported`,
    "Is it the right column? Name it with --label-column.",
  );
}

/** Sentiment labels from good to bad, as the field lists them; other labels in code point order. */
const SENTIMENT_ORDER = ["positive", "neutral", "negative"];

function labelsOf(rows: readonly Example[]): string[] {
  const labels = [...new Set(rows.map((row) => row.label))].sort();
  return labels.every((label) => SENTIMENT_ORDER.includes(label))
    ? SENTIMENT_ORDER.filter((label) => labels.includes(label))
    : labels;
}
