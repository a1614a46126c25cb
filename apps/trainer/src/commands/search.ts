import { join, resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command, Option } from "commander";

import type { Dataset } from "../dataset/dataset.ts";
import { digestDataset } from "../dataset/digest-dataset.ts";
import type { PipelineContext } from "../pipeline/context.ts";
import { prepareData } from "../pipeline/prepare-data.ts";
import { prepareTraining } from "../pipeline/prepare-training.ts";
import { reportSeconds } from "../pipeline/report-seconds.ts";
import { requireSameData } from "../pipeline/run-state.ts";
import { checkRecipe } from "../recipe/check-recipe.ts";
import { createRunFolder, openRunFolder, type RunFolder } from "../run/run-folder.ts";
import { createVersion } from "../run/version.ts";
import { describeOutcome, describeRungs, describeTrials } from "../search/describe-search.ts";
import { configureRecipe, describeConfiguration } from "../search/axis.ts";
import { runSearch, type Trial } from "../search/run-search.ts";
import { keptFiles, readSearch, type SearchPlan, STRATEGIES } from "../search/search-state.ts";
import { trainTrial } from "../search/train-trial.ts";
import { reportEngine } from "../terminal/engine-progress.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { sayHowToGoOn } from "./go-on-hint.ts";
import { addRecipeOptions, collect } from "./recipe-options.ts";
import { createRunsOption } from "./runs-option.ts";
import {
  expandSearch,
  parseSearchOptions,
  planSearch,
  type SearchOptions,
  type SearchSpace,
} from "./search-options.ts";
import { parseVersion } from "./train-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer run search --over training.learning_rate=1e-4,2e-4,5e-4
  $ pnpm --filter trainer run search --recipe wrime --accept-license --strategy halving \\
      --over training.learning_rate=1e-5,2e-5,5e-5 --over training.batch_size=16,32
  $ pnpm --filter trainer run search --over training.label_smoothing=0,0.1 --seeds 42,43,44
  $ pnpm --filter trainer run search --resume runs/search-quickstart-20261124-081500

grid trains every combination with all epochs. halving trains all of them for few epochs,
and the better half (--eta 3: the best third) anew for twice (three times) as many, up to
the recipe's. Configurations are compared by their best epoch's validation score, the mean
over --seeds. The data are tokenized once; the trials keep their figures, not their weights.

(\`run\`, because \`pnpm search\` is a command of pnpm's own.)`;

export function createSearchCommand(terminal: Terminal): Command {
  const command = new Command("search").description(
    "train by several hyper-parameters and find the best",
  );
  return addRecipeOptions(command)
    .option("--over <field=values>", "values to try, such as training.batch_size=16,32", collect)
    .addOption(new Option("--strategy <name>", "default: grid").choices(STRATEGIES))
    .option("--eta <number>", "halving: one in so many goes on (default: 2)")
    .option("--seeds <list>", "train every configuration once a seed, such as 42,43,44")
    .option("--processes <number>", "processes that train together on this machine")
    .option("--resume <search>", "go on with an interrupted search")
    .option("--version <version>", "name of the search's folder (default: search, recipe and time)")
    .addOption(createRunsOption())
    .option("--dry-run", "load and check the data, and say what would be tried")
    .option("--python <interpreter>", "Python with the engine's requirements (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (raw: unknown) => {
      await search(parseSearchOptions(raw), terminal);
    });
}

async function search(options: SearchOptions, terminal: Terminal): Promise<void> {
  const { reporter, callerDir } = terminal;
  const resumed = options.resume === undefined ? null : resolve(callerDir, options.resume);
  const kept = resumed === null ? null : await readSearch(resumed);
  const plan = kept ?? (await planSearch(options, callerDir));
  const space = expandSearch(plan);
  await checkRecipe(plan.recipe);
  const { acceptLicense } = plan;
  const dataset = await prepareData(plan.recipe, { acceptLicense, reporter });
  if (kept !== null) requireSameData(dataset, kept);
  reporter.line("search", describeSpace(plan, space));
  if (options.dryRun === true) {
    if (options.json === true) terminal.printJson({ dryRun: true, ...space });
    return;
  }
  const run =
    resumed === null
      ? await makeFolder(dataset, plan, options, callerDir)
      : await openRunFolder(resumed);
  const shown = showPath(run.dir, callerDir);
  reporter.line("run", shown);
  await sayHowToGoOn(`pnpm --filter trainer run search --resume ${shown}`, async () => {
    const context = makeContext(run, plan, terminal);
    const rungs = await tryAll(dataset, plan, space, context);
    context.seconds.set("train", sumSeconds(rungs));
    reportSeconds(context.seconds, reporter);
    await finish(rungs, plan, run, options.json === true, terminal);
  });
}

function describeSpace(
  { strategy, seeds }: SearchPlan,
  { configurations, rungs }: SearchSpace,
): string {
  return [
    `${strategy} over ${configurations.length} configurations`,
    describeRungs(rungs),
    `seeds ${seeds.join(", ")}`,
  ].join(" · ");
}

async function makeFolder(
  dataset: Dataset,
  plan: SearchPlan,
  { version, runs }: SearchOptions,
  callerDir: string,
): Promise<RunFolder> {
  const name = parseVersion(version ?? createVersion(`search-${plan.recipe.name}`, new Date()));
  const run = await createRunFolder(resolve(callerDir, runs), name);
  const files = keptFiles({ ...plan, dataSha256: digestDataset(dataset) });
  for (const [file, value] of Object.entries(files)) await run.writeJson(file, value);
  return run;
}

function makeContext(
  run: RunFolder,
  { recipe, processes, dictionaryFile, allowPickle }: SearchPlan,
  { reporter, python }: Terminal,
): PipelineContext {
  return {
    recipe,
    run,
    reporter,
    python,
    dictionaryFile,
    onEngineEvent: reportEngine(reporter, () => performance.now()),
    launch: { processes, cluster: null },
    allowPickle,
    withBaseline: false,
    seconds: new Map(),
  };
}

async function tryAll(
  dataset: Dataset,
  { seeds }: SearchPlan,
  { configurations, rungs }: SearchSpace,
  context: PipelineContext,
): Promise<readonly (readonly Trial[])[]> {
  const prepared = await prepareTraining(dataset, context);
  return runSearch(configurations, rungs, async (configuration, epochs) => {
    const trial = await trainTrial(configuration, epochs, seeds, prepared, context);
    context.reporter.line("trial", describeOutcome(trial));
    return trial;
  });
}

function sumSeconds(rungs: readonly (readonly Trial[])[]): number {
  return rungs.flat().reduce((sum, { trainSeconds }) => sum + trainSeconds, 0);
}

async function finish(
  rungs: readonly (readonly Trial[])[],
  plan: SearchPlan,
  run: RunFolder,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const { reporter } = terminal;
  const best = rungs.at(-1)?.[0];
  if (best === undefined || best.score === null) {
    throw new KanjoError("search-failed", "no configuration could be trained to its end", {
      hint: "Lower the learning rates, and look at the warnings above.",
    });
  }
  const result = { searchDir: run.dir, best, rungs };
  await run.writeJson(BEST_RECIPE, configureRecipe(plan.recipe, best.configuration));
  await run.writeJson("result.json", result);
  if (json) {
    terminal.printJson(result);
    return;
  }
  terminal.print(describeTrials(rungs));
  reporter.line("best", `${describeConfiguration(best.configuration)}: ${describeOutcome(best)}`);
  const file = showPath(join(run.dir, BEST_RECIPE), terminal.callerDir);
  reporter.line(
    "next",
    ["pnpm --filter trainer train --recipe", file, ...givenBesides(plan)].join(" "),
  );
}

/** JSON, which is YAML, too: by its name it is found as a recipe. */
const BEST_RECIPE = "best.yaml";

/** Options of the search that no recipe holds. */
function givenBesides({ dictionaryFile, allowPickle, acceptLicense }: SearchPlan): string[] {
  return [
    ...(dictionaryFile === null ? [] : ["--dictionary", dictionaryFile]),
    ...(allowPickle ? ["--allow-pickle"] : []),
    ...(acceptLicense ? ["--accept-license"] : []),
  ];
}
