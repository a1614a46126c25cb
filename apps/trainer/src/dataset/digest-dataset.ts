import { createHash } from "node:crypto";

import { viewRows } from "./check/viewed-row.ts";
import type { Dataset, Example } from "./dataset.ts";

/** SHA-256 over split, answer and texts of every example, in order: names the data in the manifest. */
export function digestDataset(dataset: Dataset): string {
  return digestLines(
    viewRows(dataset).map(({ split, answer, texts }) => [split, answer, ...texts]),
  );
}

/** SHA-256 over label and texts of every example, in order, whatever split they are in. */
export function digestExamples(examples: readonly Example[]): string {
  return digestLines(
    examples.map(({ label, text, pair }) => [label, text, ...(pair === undefined ? [] : [pair])]),
  );
}

/** Of the lines' JSON. */
function digestLines(lines: readonly (readonly string[])[]): string {
  const hash = createHash("sha256");
  for (const line of lines) hash.update(`${JSON.stringify(line)}\n`);
  return hash.digest("hex");
}
