import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";
import * as z from "zod";

import { type CheckedDataset, checkDataset } from "../dataset/check/check-dataset.ts";
import { describeCheck } from "../dataset/check/describe-check.ts";
import { openTokenLimit } from "../dataset/check/open-token-limit.ts";
import { findOne, type Problem } from "../dataset/check/problem.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import { reportDataset, requireNoErrors } from "../pipeline/prepare-data.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { addDataOptions, applyDataOptions, dataOptionFields } from "./data-options.ts";
import { parseOptions } from "./parse-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer check
  $ pnpm --filter trainer check --data reviews.csv --text-column body --group-column author
  $ pnpm --filter trainer check --recipe wrime --accept-license
  $ pnpm --filter trainer check --recipe wrime --tokenizer tohoku-nlp/bert-base-japanese-v3
  $ pnpm --silent --filter trainer check --data pn.tsv --format jrte --json

Errors stop a training and end the check with exit code 1; warnings do not.
How many texts would be cut is counted with --tokenizer, or with the base model
of the recipe where it is on this machine.`;

export function createCheckCommand(terminal: Terminal): Command {
  const command = new Command("check")
    .description("check labelled data: errors, warnings, class balance and lengths")
    .option("--recipe <name|file>", "recipe whose data is checked", "quickstart");
  return addDataOptions(command)
    .option("--tokenizer <folder|id>", "model whose tokenizer counts what would be cut")
    .option("--python <interpreter>", "Python that has the dictionary (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (raw: unknown) => {
      await check(parseOptions(CheckOptions, raw, "check"), terminal);
    });
}

const CheckOptions = z.object({
  ...dataOptionFields,
  recipe: z.string(),
  tokenizer: z.string().optional(),
  json: z.boolean().optional(),
});
type CheckOptions = z.infer<typeof CheckOptions>;

async function check(options: CheckOptions, terminal: Terminal): Promise<void> {
  const { callerDir, reporter } = terminal;
  const loaded = await loadRecipe(options.recipe, callerDir);
  const recipe = applyDataOptions(loaded, options, callerDir);
  const limit = await openTokenLimit(recipe, options.tokenizer ?? null, terminal);
  const dataset = await load(recipe, options, terminal);
  reportDataset(dataset, reporter);
  const checked = checkDataset(dataset, limit);
  if (options.json === true) {
    const digest = digestDataset(dataset);
    printJson(recipe, { task: dataset.task, digest, ...checked }, terminal);
  } else terminal.print(describeCheck(checked, limit?.maxTokens ?? null));
  requireNoErrors(checked.problems);
}

/** What cannot be read at all is a problem like others, to a reader of JSON. */
async function load(recipe: Recipe, options: CheckOptions, terminal: Terminal): Promise<Dataset> {
  const { reporter } = terminal;
  const acceptLicense = options.acceptLicense === true;
  try {
    return await loadDataset(recipe.data, recipe.labels, { acceptLicense, reporter });
  } catch (error) {
    const isAboutData = error instanceof KanjoError && error.code === "data-invalid";
    if (options.json === true && isAboutData) {
      const { message } = error;
      printJson(
        recipe,
        { problems: [findOne({ severity: "error", check: "schema", message })] },
        terminal,
      );
    }
    throw error;
  }
}

interface CheckResult extends Partial<CheckedDataset> {
  readonly problems: readonly Problem[];
  readonly task?: Dataset["task"];
  /** SHA-256 of the data, as a manifest names it. */
  readonly digest?: string;
}

function printJson(recipe: Recipe, result: CheckResult, terminal: Terminal): void {
  const count = (severity: string): number =>
    result.problems.filter((problem) => problem.severity === severity).length;
  terminal.printJson({
    format: recipe.data.format,
    errors: count("error"),
    warnings: count("warning"),
    ...result,
  });
}
