import type { Dataset, Split } from "../dataset/dataset.ts";

/** Every text of a split, whatever part it plays in the task. */
export function listTexts(dataset: Dataset, split: Split): string[] {
  switch (dataset.task) {
    case "classification":
      return dataset.splits[split].flatMap(({ text, pair }) =>
        pair === undefined ? [text] : [text, pair],
      );
    case "regression":
      return dataset.splits[split].flatMap(({ text, pair }) => [text, pair]);
    case "multiple-choice":
      return dataset.splits[split].flatMap(({ text, choices }) => [text, ...choices]);
    case "span": {
      const rows = dataset.splits[split];
      // Questions share contexts, which count once.
      const contexts = new Set(rows.map(({ context }) => context));
      return [...rows.map(({ text }) => text), ...contexts];
    }
  }
}
