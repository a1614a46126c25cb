import { KanjoError } from "@kanjo/shared/error";

import { checkDataset } from "../dataset/check/check-dataset.ts";
import { describeProblem, type Problem } from "../dataset/check/problem.ts";
import { type Dataset, SPLITS } from "../dataset/dataset.ts";
import { describeDataset } from "../dataset/describe-dataset.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import type { LoadOptions } from "../dataset/load-options.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { formatNumberOf, type Reporter } from "../terminal/reporter.ts";

/**
 * Loads and checks the recipe's data.
 * @throws KanjoError `data-invalid` when it has an error, and what its loader throws
 */
export async function prepareData(recipe: Recipe, options: LoadOptions): Promise<Dataset> {
  const { reporter } = options;
  const dataset = await loadDataset(recipe.data, recipe.labels, options);
  reportDataset(dataset, reporter);
  const { problems } = checkDataset(dataset);
  for (const problem of problems) reporter.line(problem.severity, describeProblem(problem));
  requireNoErrors(problems);
  reporter.line("check", `no errors, ${formatNumberOf(problems.length, "warning")}`);
  return dataset;
}

/** Says what was read, and which splits were not there. */
export function reportDataset(dataset: Dataset, reporter: Reporter): void {
  reporter.line("data", describeDataset(dataset));
  if (dataset.carved.length === 0) return;
  const by = SPLITS.some((split) => hasGroups(dataset, split)) ? "groups'" : "texts'";
  reporter.line("split", `${dataset.carved.join(" and ")} taken from train, by the ${by} digests`);
}

/** @throws KanjoError `data-invalid` */
export function requireNoErrors(problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  if (errors === 0) return;
  throw new KanjoError(
    "data-invalid",
    `the data has ${formatNumberOf(errors, "error")}, listed above`,
    {
      hint: "Mend the rows and try again.",
    },
  );
}

function hasGroups(dataset: Dataset, split: (typeof SPLITS)[number]): boolean {
  return (
    dataset.task === "classification" &&
    dataset.splits[split].some((example) => example.group !== undefined)
  );
}
