import { formatPercent } from "../terminal/reporter.ts";
import { type Dataset, SPLITS } from "./dataset.ts";

const ROWS = {
  classification: "texts",
  regression: "pairs of texts",
  "multiple-choice": "questions",
  span: "questions",
} as const;

/** `8395 texts (train 6729, validation 833, test 833) · positive 49.9 %, negative 50.1 %` */
export function describeDataset(dataset: Dataset): string {
  const sizes = SPLITS.map((split) => `${split} ${dataset.splits[split].length}`).join(", ");
  const total = SPLITS.reduce((sum, split) => sum + dataset.splits[split].length, 0);
  return `${total} ${ROWS[dataset.task]} (${sizes})${describeShares(dataset, total)}`;
}

function describeShares(dataset: Dataset, total: number): string {
  if (dataset.task !== "classification") return "";
  const examples = SPLITS.flatMap((split) => dataset.splits[split]);
  const shares = dataset.labels.map((label) => {
    const count = examples.filter((example) => example.label === label).length;
    return `${label} ${formatPercent(count / total)}`;
  });
  return ` · ${shares.join(", ")}`;
}
