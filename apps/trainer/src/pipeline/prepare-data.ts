import { KanjoError } from "@kanjo/shared/error";

import { checkDataset, type Problem } from "../dataset/check-dataset.ts";
import { type Dataset, SPLITS } from "../dataset/dataset.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { formatPercent, type Reporter } from "../terminal/reporter.ts";

/**
 * Loads and checks the recipe's data.
 * @throws KanjoError `data-invalid` when it has an error
 */
export async function prepareData(recipe: Recipe, reporter: Reporter): Promise<Dataset> {
  const dataset = await loadDataset(recipe.data, recipe.labels);
  reporter.line("data", describeDataset(dataset));
  if (dataset.carved.length > 0) {
    reporter.line(
      "split",
      `${dataset.carved.join(" and ")} taken from train, by the texts' digests`,
    );
  }
  const problems = checkDataset(dataset);
  for (const problem of problems) reporter.line(problem.severity, describeProblem(problem));

  const errors = problems.filter((problem) => problem.severity === "error");
  if (errors.length > 0) {
    throw new KanjoError("data-invalid", `the data has ${errors.length} error(s), listed above`, {
      hint: "Mend the rows and train again.",
    });
  }
  reporter.line("check", `no errors, ${problems.length} warning(s)`);
  return dataset;
}

function describeDataset(dataset: Dataset): string {
  const sizes = SPLITS.map((split) => `${split} ${dataset.splits[split].length}`).join(", ");
  const examples = SPLITS.flatMap((split) => dataset.splits[split]);
  const shares = dataset.labels.map((label) => {
    const count = examples.filter((example) => example.label === label).length;
    return `${label} ${formatPercent(count / examples.length)}`;
  });
  return `${examples.length} texts (${sizes}) · ${shares.join(", ")}`;
}

function describeProblem({ message, sources, count }: Problem): string {
  if (sources.length === 0) return message;
  return `${message}: ${sources.join(", ")}${count > sources.length ? ` and ${count - sources.length} more` : ""}`;
}
