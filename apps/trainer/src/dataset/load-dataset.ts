import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { type KanjoError, messageOf } from "@kanjo/shared/error";

import type { DataSource } from "../recipe/recipe.ts";
import { dataError } from "./data-error.ts";
import { type Dataset, type Example, type Row, SPLITS, type Split } from "./dataset.ts";
import { readCsv, readTsv } from "./formats/delimited.ts";
import { readJrte } from "./formats/jrte.ts";
import { readJsonl } from "./formats/jsonl.ts";
import { splitRows } from "./split-rows.ts";

/**
 * Reads one file, or one a split, and sorts the rows into the three splits;
 * splits that the data does not have are taken from `train`.
 * @param labels the order of the classes, or null to take it from the data
 * @throws KanjoError `data-invalid`
 */
export async function loadDataset(
  source: DataSource,
  labels: readonly string[] | null,
): Promise<Dataset> {
  const { splits, carved } =
    typeof source.files === "string"
      ? splitRows(await readRows(source, source.files))
      : { splits: await readSplitFiles(source, source.files), carved: [] };
  const found = labelsOf(SPLITS.flatMap((split) => splits[split]));
  if (found.length > MOST_LABELS) throw tooManyLabels(found.length, source);
  return { labels: labels ?? found, splits, carved };
}

/** More than this is no set of classes but, most likely, the wrong column. */
const MOST_LABELS = 100;

function tooManyLabels(count: number, source: DataSource): KanjoError {
  return dataError(
    `column ${JSON.stringify(source.label_column)} has ${count} different values, at most ${MOST_LABELS} labels are supported`,
    "Is it the right column? Name it with --label-column.",
  );
}

async function readSplitFiles(
  source: DataSource,
  files: Readonly<Record<Split, string>>,
): Promise<Record<Split, Row[]>> {
  return {
    train: await readRows(source, files.train),
    validation: await readRows(source, files.validation),
    test: await readRows(source, files.test),
  };
}

async function readRows(source: DataSource, file: string): Promise<Row[]> {
  const content = await readUtf8(file);
  const name = basename(file);
  const columns = {
    text: source.text_column,
    label: source.label_column,
    split: typeof source.files === "string" ? source.split_column : null,
  };
  switch (source.format) {
    case "jsonl":
      return readJsonl(content, columns, name);
    case "csv":
      return readCsv(content, columns, name);
    case "tsv":
      return readTsv(content, columns, name);
    case "jrte":
      return readJrte(content, name);
  }
}

async function readUtf8(file: string): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw dataError(
      `${file}: ${messageOf(cause)}`,
      "Is the path right? It is relative to the current folder.",
      cause,
    );
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw dataError(
      `${file}: not UTF-8`,
      "Convert it first, e.g. iconv -f SHIFT_JIS -t UTF-8.",
      cause,
    );
  }
}

/** Sentiment labels from good to bad, as the field lists them; other labels in code point order. */
const SENTIMENT_ORDER = ["positive", "neutral", "negative"];

function labelsOf(rows: readonly Example[]): string[] {
  const labels = [...new Set(rows.map((row) => row.label))].sort();
  return labels.every((label) => SENTIMENT_ORDER.includes(label))
    ? SENTIMENT_ORDER.filter((label) => labels.includes(label))
    : labels;
}
