import { access } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";

import { leads } from "../engine/launch.ts";
import type { PipelineContext } from "../pipeline/context.ts";
import { prepareData } from "../pipeline/prepare-data.ts";
import { joinRun, runTraining } from "../pipeline/run-training.ts";
import { checkRecipe } from "../recipe/check-recipe.ts";
import { locateRelease } from "../release/locate-release.ts";
import type { Release } from "../release/release.ts";
import type { RunFolder } from "../run/run-folder.ts";
import { reportEngine } from "../terminal/engine-progress.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { showDryRun } from "./dry-run.ts";
import { commandToGoOn, endTraining, publishTrained } from "./end-training.ts";
import { sayHowToGoOn } from "./go-on-hint.ts";
import { addLaunchOptions } from "./launch-options.ts";
import { planTraining, type TrainPlan } from "./plan-training.ts";
import { addRecipeOptions } from "./recipe-options.ts";
import { createRunsOption } from "./runs-option.ts";
import { showFinished } from "./show-finished.ts";
import { parseTrainOptions, type TrainOptions } from "./train-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer train
  $ pnpm --filter trainer train --data reviews.csv --text-column body --label-column stars
  $ pnpm --filter trainer train --recipe wrime --accept-license --seeds 42,43,44
  $ pnpm --filter trainer train --recipe wrime-edge --teacher runs/wrime-20261124-081500
  $ pnpm --filter trainer train --recipe domain --texts posts.txt --data reviews.csv
  $ pnpm --filter trainer train --set training.learning_rate=3e-5 --set training.patience=2
  $ pnpm --filter trainer train --resume runs/quickstart-20261123-194500
  $ pnpm --silent --filter trainer train --json > result.json

Without --split-column a single file is split by the texts' digests, 80/10/10.
Ctrl-C and SIGTERM write a checkpoint first; what --resume goes on from is the newest
that is whole, also after a kill. On several machines each runs the same command with
its own --node-rank. Classes of single texts are published, to S3_ENDPOINT and S3_BUCKET
(environment or .env), or to the embedded store that \`pnpm dev\` serves from; models of
other tasks stay in the run folder. What does not pass its recipe's gates is published and
not promoted: exit code 1.`;

export function createTrainCommand(terminal: Terminal): Command {
  const command = new Command("train").description(
    "train a model, evaluate the bytes to be served, publish and promote them",
  );
  return addLaunchOptions(addRecipeOptions(command))
    .option("--seeds <list>", "train once a seed, such as 42,43,44, and release the best")
    .option("--resume <run>", "go on with an interrupted training")
    .option("--version <version>", "name of the release (default: recipe and time)")
    .option("--channel <channel>", "channel to promote to (default: production)")
    .addOption(createRunsOption())
    .option("--no-baseline", "do not measure the n-gram baseline")
    .option("--no-report", "do not write the report")
    .option("--no-publish", "stop after the release folder is written")
    .option("--force", "promote although a gate is not passed; the manifest says so")
    .option("--dry-run", "load and check the data, and say what would run")
    .option("--python <interpreter>", "Python with the engine's requirements (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (raw: unknown) => {
      await train(parseTrainOptions(raw), terminal);
    });
}

async function train(options: TrainOptions, terminal: Terminal): Promise<void> {
  const { reporter, callerDir } = terminal;
  const plan = await planTraining(options, callerDir, () => new Date());
  if (plan.resumed !== null && (await isFinished(plan.resumed))) {
    await endTraining(plan.resumed, plan.options, options.json === true, terminal);
    return;
  }
  await checkRecipe(plan.recipe);
  const { acceptLicense } = plan.options;
  const dataset = await prepareData(plan.recipe, { acceptLicense, reporter });
  if (options.dryRun === true) {
    showDryRun(dataset, plan, options.json === true, terminal);
    return;
  }
  const run = await plan.openRun(dataset);
  const shown = showPath(run.dir, callerDir);
  reporter.line("run", shown);
  const context = makeContext(run, plan, terminal);
  const { version, seeds } = plan.options;
  const trainingPlan = {
    version,
    seeds,
    withReport: plan.options.withReport,
    findServed: () => findServed(plan, terminal),
    now: () => new Date(),
  };
  const goOn = commandToGoOn(run.dir, terminal);
  if (!leads(plan.launch)) {
    await sayHowToGoOn(goOn, () => joinRun(dataset, trainingPlan, context));
    return;
  }
  const finished = await sayHowToGoOn(goOn, () => runTraining(dataset, trainingPlan, context));
  const isPublished = plan.options.publish && finished.manifest !== null;
  if (isPublished) await publishTrained(run, plan.options, terminal);
  showFinished(finished, run, { isPublished, json: options.json === true }, terminal);
}

/** What cannot be read is no reason to lose a training: publishing will say so again. */
async function findServed(
  { recipe, options }: TrainPlan,
  { reporter, callerDir }: Terminal,
): Promise<Release | null> {
  if (!options.publish) return null;
  const where = { callerDir, modelName: recipe.model_name, reporter };
  try {
    return await locateRelease(`@${options.channel}`, where);
  } catch (error) {
    if (!(error instanceof KanjoError)) throw error;
    if (error.code !== "channel-empty") reporter.line("compare", `not compared: ${error.message}`);
    return null;
  }
}

function isFinished(dir: string): Promise<boolean> {
  return access(join(dir, "result.json")).then(
    () => true,
    () => false,
  );
}

function makeContext(
  run: RunFolder,
  { recipe, launch, options }: TrainPlan,
  { reporter, python }: Terminal,
): PipelineContext {
  const { dictionaryFile, allowPickle, withBaseline } = options;
  return {
    recipe,
    run,
    reporter,
    python,
    dictionaryFile,
    onEngineEvent: reportEngine(reporter, () => performance.now()),
    launch,
    allowPickle,
    withBaseline,
    seconds: new Map(),
  };
}
