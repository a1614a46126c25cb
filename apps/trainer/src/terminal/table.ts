import { alignRight, measureWidth, padToWidth } from "./display-width.ts";

/** `12`, `-0.5`, `1:05`, `2e-5`, `88.9 %`, `2.1 MB`, `11.2k` */
const FIGURE = /^[-+]?\d[\d.,:]*(e[-+]?\d+)?k?( ?(%|[A-Za-z]{1,2}(\/s)?))?$/;
const GAP = "  ";

/**
 * Aligned columns under a header, as plain text. A column that has figures alone
 * is aligned at its right; empty cells and `-` fit any column.
 * @param rows cells of each row, no more than there are headers
 */
export function formatTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [headers, ...rows].map((row) => headers.map((_, at) => clean(row[at] ?? "")));
  const columns = headers.map((_, at) => lines.map((line) => line[at] ?? ""));
  const aligned = columns.map(alignColumn);
  return lines.map((_, at) => joinCells(aligned.map((column) => column[at] ?? ""))).join("\n");
}

/** What a file says must neither break the lines nor speak to the terminal. */
function clean(cell: string): string {
  return cell.replaceAll(/\p{Cc}+/gu, " ");
}

function alignColumn(cells: readonly string[]): readonly string[] {
  const width = Math.max(...cells.map(measureWidth));
  const align = hasFiguresAlone(cells.slice(1)) ? alignRight : padToWidth;
  return cells.map((cell) => align(cell, width));
}

function hasFiguresAlone(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "" && cell !== "-");
  return filled.length > 0 && filled.every((cell) => FIGURE.test(cell));
}

function joinCells(cells: readonly string[]): string {
  return cells.join(GAP).trimEnd();
}
