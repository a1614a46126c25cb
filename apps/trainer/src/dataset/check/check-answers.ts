import type {
  ClassificationDataset,
  Dataset,
  MultipleChoiceDataset,
  MultipleChoiceExample,
  RegressionDataset,
  SpanDataset,
  SpanExample,
} from "../dataset.ts";
import { SPLITS } from "../dataset.ts";
import { findOne, findRows, type Problem } from "./problem.ts";

/** Labels, targets and answers that cannot be learned, or not measured. */
export function checkAnswers(dataset: Dataset): Problem[] {
  switch (dataset.task) {
    case "classification":
      return [...checkLabels(dataset), ...checkLabelSet(dataset)];
    case "regression":
      return checkTargets(dataset);
    case "multiple-choice":
      return checkChoices(dataset);
    case "span":
      return checkSpans(dataset);
  }
}

function checkLabels({ splits, labels }: ClassificationDataset): Problem[] {
  const rows = SPLITS.flatMap((split) => splits[split]);
  const known = new Set(labels);
  return [
    ...findRows(
      { severity: "error", check: "empty-label", message: "the label is empty" },
      rows.filter(({ label }) => label.trim() === ""),
    ),
    ...findRows(
      {
        severity: "error",
        check: "unknown-label",
        message: `the label is none of ${labels.join(", ")}`,
      },
      rows.filter(({ label }) => !known.has(label)),
    ),
  ];
}

function checkLabelSet({ splits, labels }: ClassificationDataset): Problem[] {
  if (labels.length < 2) {
    const message = `only ${labels.length} label, at least 2 are needed`;
    return [findOne({ severity: "error", check: "label-set", message })];
  }
  return SPLITS.filter((split) => splits[split].length > 0).flatMap((split) => {
    const found = new Set(splits[split].map(({ label }) => label));
    return labels
      .filter((label) => !found.has(label))
      .map((label) =>
        findOne({
          severity: split === "train" ? "error" : "warning",
          check: "missing-label",
          message: `the ${split} split has no example of ${label}`,
        }),
      );
  });
}

function checkTargets({ splits }: RegressionDataset): Problem[] {
  const rows = SPLITS.flatMap((split) => splits[split]);
  return findRows(
    { severity: "error", check: "target", message: "the target is no finite number" },
    rows.filter(({ target }) => !Number.isFinite(target)),
  );
}

function checkChoices({ splits, choices }: MultipleChoiceDataset): Problem[] {
  const rows = SPLITS.flatMap((split) => splits[split]);
  return [
    ...findRows(
      {
        severity: "error",
        check: "choices",
        message: `the number of choices is not ${choices}, as it is elsewhere`,
      },
      rows.filter((row) => row.choices.length !== choices),
    ),
    ...findRows(
      { severity: "error", check: "answer", message: "the answer is none of the choices" },
      rows.filter((row) => !isAnswered(row)),
    ),
    ...findRows(
      { severity: "warning", check: "equal-choices", message: "two choices are the same" },
      rows.filter((row) => new Set(row.choices).size < row.choices.length),
    ),
  ];
}

function isAnswered({ answer, choices }: MultipleChoiceExample): boolean {
  return Number.isInteger(answer) && answer >= 0 && answer < choices.length;
}

function checkSpans({ splits }: SpanDataset): Problem[] {
  const rows = SPLITS.flatMap((split) => splits[split]);
  return [
    ...findRows(
      { severity: "error", check: "answer", message: "the question has no answer" },
      rows.filter(({ answers }) => answers.length === 0),
    ),
    ...findRows(
      {
        severity: "error",
        check: "answer",
        message: "the answer does not stand in the context where it is said to",
      },
      rows.filter((row) => !isWhereItIsSaid(row)),
    ),
  ];
}

function isWhereItIsSaid({ answers, context }: SpanExample): boolean {
  return answers.every(({ text, start }) => text !== "" && context.startsWith(text, start));
}
