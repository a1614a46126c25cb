import type { Dataset, Split } from "../dataset/dataset.ts";

/**
 * What a benchmark takes of a dataset: the train and validation rows, or the
 * first ones for a quick look. Its figures are the validation split's.
 * @param limit most rows of a split; null for all
 */
export function selectRows(dataset: Dataset, limit: number | null): Dataset {
  switch (dataset.task) {
    case "classification":
      return { ...dataset, splits: selectSplits(dataset.splits, limit) };
    case "regression":
      return { ...dataset, splits: selectSplits(dataset.splits, limit) };
    case "multiple-choice":
      return { ...dataset, splits: selectSplits(dataset.splits, limit) };
    case "span":
      return { ...dataset, splits: selectSplits(dataset.splits, limit) };
  }
}

function selectSplits<Row>(
  { train, validation }: Readonly<Record<Split, readonly Row[]>>,
  limit: number | null,
): Record<Split, readonly Row[]> {
  const end = limit ?? Infinity;
  return { train: train.slice(0, end), validation: validation.slice(0, end), test: [] };
}
