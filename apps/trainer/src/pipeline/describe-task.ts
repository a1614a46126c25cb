import type { Task } from "@kanjo/shared/contract/job";

import type { ClassificationDataset, Dataset } from "../dataset/dataset.ts";

/** What the engine is to learn from a dataset. */
export function describeTask(dataset: Dataset): Task {
  switch (dataset.task) {
    case "classification":
      return { kind: "classification", labels: [...dataset.labels] };
    case "regression":
      return { kind: "regression" };
    case "multiple-choice":
      return { kind: "multiple-choice", choices: dataset.choices };
    case "span":
      return { kind: "span" };
  }
}

/** Whether the worker can serve what is learned from it: classes of single texts. */
export function isServable(dataset: Dataset): dataset is ClassificationDataset {
  return (
    dataset.task === "classification" &&
    Object.values(dataset.splits).every((rows) => rows.every((row) => row.pair === undefined))
  );
}
