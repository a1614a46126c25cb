/** Labelled texts that a teacher and its students learn: jrte-corpus beside the checkout, else the project's reviews. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { DataSource } from "../../apps/trainer/src/recipe/data-source.ts";

const jrte = fileURLToPath(new URL("../../../shared/data/jrte-corpus/pn.tsv", import.meta.url));
const reviews = fileURLToPath(new URL("../../datasets/kanjo-reviews", import.meta.url));

export interface LabelledTexts {
  readonly name: string;
  readonly source: DataSource;
}

/** The data set that the benchmarks with labels use. */
export function findLabelledTexts(): LabelledTexts {
  if (existsSync(jrte)) {
    return { name: "jrte-corpus", source: DataSource.parse({ format: "jrte", files: jrte }) };
  }
  const files = {
    train: `${reviews}/train.jsonl`,
    validation: `${reviews}/validation.jsonl`,
    test: `${reviews}/test.jsonl`,
  };
  return { name: "kanjo-reviews", source: DataSource.parse({ format: "jsonl", files }) };
}
