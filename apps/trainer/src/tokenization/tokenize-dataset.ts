import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import { type Dataset, SPLITS, type Split } from "../dataset/dataset.ts";
import { encodeSplit, TARGET_COLUMNS } from "./encode-split.ts";
import { addRow, NO_ROWS, RowStatistics } from "./row-statistics.ts";
import type { RowOptions, TokenizedRow } from "./tokenized-row.ts";
import { formatWindow } from "./window-file.ts";
import { writeArrow } from "./write-arrow.ts";

/** Of the splits that have examples. */
export const SplitStatistics = z.partialRecord(z.enum(SPLITS), RowStatistics);
export type SplitStatistics = z.infer<typeof SplitStatistics>;

export interface TokenizeOptions extends RowOptions {
  /** Called now and then with the rows of a split that are done. */
  readonly onProgress: (split: Split, rows: number) => void;
}

/**
 * Writes `<split>.arrow` for every split that has examples and, for spans, the windows of
 * those that are evaluated as `<split>.windows.jsonl`.
 */
export async function tokenizeDataset(
  dataset: Dataset,
  folder: string,
  options: TokenizeOptions,
): Promise<SplitStatistics> {
  const statistics: SplitStatistics = {};
  for (const split of SPLITS) {
    if (dataset.splits[split].length === 0) continue;
    statistics[split] = await tokenizeSplit(dataset, split, folder, options);
  }
  return statistics;
}

const PROGRESS_ROWS = 1_000;

async function tokenizeSplit(
  dataset: Dataset,
  split: Split,
  folder: string,
  options: TokenizeOptions,
): Promise<RowStatistics> {
  let statistics = NO_ROWS;
  const windows: string[] = [];
  const hasWindows = dataset.task === "span" && split !== "train";
  function* watchRows(): Generator<TokenizedRow> {
    for (const row of encodeSplit(dataset, split, options)) {
      statistics = addRow(statistics, row);
      if (hasWindows && row.window !== undefined) windows.push(formatWindow(row.window));
      if (statistics.rows % PROGRESS_ROWS === 0) options.onProgress(split, statistics.rows);
      yield row;
    }
  }
  await writeArrow(join(folder, `${split}.arrow`), TARGET_COLUMNS[dataset.task], watchRows());
  if (hasWindows) await writeFile(join(folder, `${split}.windows.jsonl`), windows.join(""));
  return statistics;
}
