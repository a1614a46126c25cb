import { createHash } from "node:crypto";

import { type Dataset, SPLITS } from "./dataset.ts";

/** SHA-256 over split, label and text of every example, in order: names the data in the manifest. */
export function digestDataset(dataset: Dataset): string {
  const hash = createHash("sha256");
  for (const split of SPLITS) {
    for (const { label, text } of dataset.splits[split]) {
      hash.update(`${JSON.stringify([split, label, text])}\n`);
    }
  }
  return hash.digest("hex");
}
