import { KanjoError } from "@kanjo/shared/error";

import { readTexts } from "./read-texts.ts";
import { addRow, NO_ROWS, type RowStatistics } from "./row-statistics.ts";
import { encodeRow, nameSource, type RowOptions, type TokenizedRow } from "./tokenized-row.ts";
import { writeArrow } from "./write-arrow.ts";

const PROGRESS_ROWS = 10_000;

/**
 * Writes the texts of several files, one a line, as Arrow without targets.
 * @throws KanjoError `data-invalid` when there are none, `text-malformed` with the line
 */
export async function tokenizeTextFiles(
  files: readonly string[],
  target: string,
  options: RowOptions & { readonly onProgress: (rows: number) => void },
): Promise<RowStatistics> {
  let statistics = NO_ROWS;
  async function* encodeRows(): AsyncGenerator<TokenizedRow> {
    for await (const { source, text } of readTexts(files)) {
      const row = nameSource(source, () => encodeRow(text, undefined, [], options));
      statistics = addRow(statistics, row);
      if (statistics.rows % PROGRESS_ROWS === 0) options.onProgress(statistics.rows);
      yield row;
    }
  }
  await writeArrow(target, [], encodeRows());
  if (statistics.rows > 0) return statistics;
  throw new KanjoError("data-invalid", `${files.join(", ")}: no texts`, {
    hint: "Give UTF-8 text files with one text a line.",
  });
}
