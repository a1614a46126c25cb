import { type Dataset, type Split, SPLITS } from "../dataset.ts";

/** What every task's rows have in common. */
export interface ViewedRow {
  readonly source: string;
  readonly split: Split;
  /** What the model reads, in its order; several choices follow their question. */
  readonly texts: readonly string[];
  /** Label, target or right answer, as a text to be compared. */
  readonly answer: string;
  readonly group?: string;
}

/** The rows of all splits. */
export function viewRows(dataset: Dataset): ViewedRow[] {
  return SPLITS.flatMap((split) => viewSplit(dataset, split));
}

export function viewSplit(dataset: Dataset, split: Split): ViewedRow[] {
  switch (dataset.task) {
    case "classification":
      return dataset.splits[split].map(({ source, text, pair, label, group }) => ({
        source,
        split,
        texts: pair === undefined ? [text] : [text, pair],
        answer: label,
        ...(group === undefined ? {} : { group }),
      }));
    case "regression":
      return dataset.splits[split].map(({ source, text, pair, target }) => ({
        source,
        split,
        texts: [text, pair],
        answer: String(target),
      }));
    case "multiple-choice":
      return dataset.splits[split].map(({ source, text, choices, answer }) => ({
        source,
        split,
        texts: [text, ...choices],
        answer: String(answer),
      }));
    case "span":
      return dataset.splits[split].map(({ source, text, context, answers }) => ({
        source,
        split,
        texts: [text, context],
        answer: JSON.stringify(answers),
      }));
  }
}
