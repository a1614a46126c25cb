import { basename, resolve } from "node:path";

import { Argument, Command } from "commander";

import { digestDataset } from "../dataset/digest-dataset.ts";
import { openBenchmarkFolder } from "../jglue/benchmark-folder.ts";
import type { BenchmarkResult } from "../jglue/benchmark-result.ts";
import { formatBenchmark } from "../jglue/benchmark-table.ts";
import { locateData } from "../jglue/locate-data.ts";
import type { Subject } from "../jglue/resolve-task-recipe.ts";
import { PUBLISHED_BASELINES } from "../jglue/published-baselines.ts";
import { resolveBase } from "../jglue/resolve-base.ts";
import { type BenchmarkPlan, runBenchmark } from "../jglue/run-benchmark.ts";
import { makeTrainTask } from "../jglue/run-task.ts";
import { JGLUE_TASK_NAMES, type JglueTask } from "../jglue/task.ts";
import { prepareData } from "../pipeline/prepare-data.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import type { Recipe } from "../recipe/recipe.ts";
import { reportEngine } from "../terminal/engine-progress.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { type BenchmarkOptions, parseBenchmarkOptions } from "./benchmark-options.ts";
import { sayHowToGoOn } from "./go-on-hint.ts";
import { chooseLaunch } from "./launch-options.ts";
import { createRunsOption } from "./runs-option.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer benchmark jglue --base tohoku-nlp/bert-base-japanese-v3 --accept-license
  $ pnpm --filter trainer benchmark jglue --base ./my-bert --tasks jsts,jnli --data ../JGLUE
  $ pnpm --filter trainer benchmark jglue --recipe quickstart --data ../data --limit 500
  $ pnpm --silent --filter trainer benchmark jglue --base ./my-bert --seeds 1,2,3 --json

Each task is trained with its shipped recipe (recipes/jnli.yaml, ...) and evaluated on its
validation split. Interrupted, the same command goes on: finished tasks are not run again.
--data takes clones of yahoojapan/JGLUE and osekilab/JCoLA, or copies of their data folders;
without it the files are downloaded. MARC-ja needs a copy of its withdrawn file there.`;

/** The shipped recipes' base model. */
const DEFAULT_BASE = "tohoku-nlp/bert-base-japanese-v3";

export function createBenchmarkCommand(terminal: Terminal): Command {
  return new Command("benchmark")
    .description("train and evaluate a model on a benchmark, beside published figures")
    .addArgument(new Argument("<benchmark>", "which").choices(["jglue"]))
    .option("--base <id|folder|run>", `base model (default: ${DEFAULT_BASE})`)
    .option("--recipe <name|file>", "recipe whose tokenizer, model and training are taken")
    .option("--tasks <list>", `of ${JGLUE_TASK_NAMES.join(",")} (default: all)`)
    .option("--data <folder>", "folder that has JGLUE's and JCoLA's files")
    .option("--seeds <list>", "seeds to train each task with (default: 42)")
    .option("--limit <rows>", "use the first rows of each split alone, for a quick look")
    .option("--name <name>", "of the folder (default: jglue and the model)")
    .addOption(createRunsOption())
    .option("--accept-license", "accept the licences of data that is downloaded")
    .option("--allow-pickle", "load a base model's pickle where there are no safetensors")
    .option("--processes <number>", "processes to train with, such as one a card (default: 1)")
    .option("--keep-models", "keep the weights of every task")
    .option("--python <interpreter>", "Python with the engine's requirements (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (_benchmark: string, raw: unknown) => {
      await benchmark(parseBenchmarkOptions(raw), terminal);
    });
}

async function benchmark(options: BenchmarkOptions, terminal: Terminal): Promise<void> {
  const { reporter, callerDir, python } = terminal;
  const shape = options.recipe === undefined ? null : await loadRecipe(options.recipe, callerDir);
  const base = options.base ?? (shape === null ? DEFAULT_BASE : null);
  const model = nameModel(base, shape);
  const dir = resolve(callerDir, options.runs, options.name ?? nameFolder(model));
  reporter.line("run", showPath(dir, callerDir));
  const subject = { base: base && (await resolveBase(base, callerDir, dir)), shape };
  const plan = await makePlan(model, subject, options, callerDir);
  const parts = {
    loadRecipe: (task: JglueTask) => loadRecipe(task, callerDir),
    prepareData: (recipe: Recipe) =>
      prepareData(recipe, { acceptLicense: options.acceptLicense, reporter }),
    digestDataset,
    trainTask: makeTrainTask({
      dir,
      python,
      launch: chooseLaunch(options),
      allowPickle: options.allowPickle,
      keepModels: options.keepModels,
      reporter,
      onEngineEvent: reportEngine(reporter, () => performance.now()),
    }),
    folder: openBenchmarkFolder(dir),
    reporter,
  };
  const result = await sayHowToGoOn("the same command", () => runBenchmark(plan, parts));
  printResult(result, options, terminal);
}

function nameModel(base: string | null, shape: Recipe | null): string {
  const parts = [base === null ? "" : basename(base), shape?.name ?? ""];
  return parts.filter((part) => part !== "").join(" ");
}

function nameFolder(model: string): string {
  return `jglue-${model.replaceAll(/[^A-Za-z0-9._-]+/g, "-")}`;
}

async function makePlan(
  model: string,
  subject: Subject,
  { tasks, seeds, limit, data }: BenchmarkOptions,
  callerDir: string,
): Promise<BenchmarkPlan> {
  const files = data === undefined ? null : await locateData(resolve(callerDir, data));
  return { model, subject, tasks, seeds, limit: limit ?? null, files };
}

function printResult(
  result: BenchmarkResult,
  { json }: BenchmarkOptions,
  terminal: Terminal,
): void {
  if (json) terminal.printJson({ ...result, published: PUBLISHED_BASELINES });
  else terminal.print(formatBenchmark(result));
}
