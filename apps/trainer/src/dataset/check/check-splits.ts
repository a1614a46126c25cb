import { type Dataset, SPLITS } from "../dataset.ts";
import { findOne, type Problem } from "./problem.ts";

/** A model needs all three splits; a benchmark may have no labelled test split. */
export function checkSplits(dataset: Dataset): Problem[] {
  return SPLITS.filter((split) => dataset.splits[split].length === 0)
    .filter((split) => split !== "test" || isOfSingleTexts(dataset))
    .map((split) =>
      findOne({
        severity: "error",
        check: "empty-split",
        message: `the ${split} split is empty`,
      }),
    );
}

function isOfSingleTexts(dataset: Dataset): boolean {
  if (dataset.task !== "classification") return false;
  return dataset.splits.train.every((example) => example.pair === undefined);
}
