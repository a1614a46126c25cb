import { createHash } from "node:crypto";

import { viewRows } from "./check/viewed-row.ts";
import type { Dataset } from "./dataset.ts";

/** SHA-256 over split, answer and texts of every example, in order: names the data in the manifest. */
export function digestDataset(dataset: Dataset): string {
  const hash = createHash("sha256");
  for (const { split, answer, texts } of viewRows(dataset)) {
    hash.update(`${JSON.stringify([split, answer, ...texts])}\n`);
  }
  return hash.digest("hex");
}
