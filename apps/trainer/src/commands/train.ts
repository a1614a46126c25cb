import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command, Option } from "commander";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { readS3Settings } from "../object-store/settings.ts";
import { root } from "../paths.ts";
import { prepareData } from "../pipeline/prepare-data.ts";
import { type FinishedTraining, runTraining } from "../pipeline/run-training.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { DATA_FORMATS } from "../recipe/recipe.ts";
import { createRunFolder } from "../run/run-folder.ts";
import { createVersion } from "../run/version.ts";
import { reportEngine } from "../terminal/engine-progress.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { publishAndPromote } from "./publish-and-promote.ts";
import {
  applyOptions,
  parseTrainOptions,
  parseVersion,
  type TrainOptions,
} from "./train-options.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer train
  $ pnpm --filter trainer train --data reviews.csv --text-column body --label-column stars
  $ pnpm --filter trainer train --data pn.tsv --format jrte --no-publish
  $ pnpm --silent --filter trainer train --json > result.json

Without --split-column a single file is split by the texts' digests, 80/10/10.
Publishing goes to S3_ENDPOINT and S3_BUCKET (environment or .env), or to the
embedded store that \`pnpm dev\` serves from.`;

export function createTrainCommand(terminal: Terminal): Command {
  return new Command("train")
    .description("train a model, evaluate the bytes to be served, publish and promote them")
    .option("--recipe <name|file>", "recipe to follow", "quickstart")
    .option("--data <file>", "labelled texts instead of the recipe's")
    .addOption(
      new Option("--format <format>", "of --data; default: by its extension").choices(DATA_FORMATS),
    )
    .option("--text-column <name>", "column with the text (default: text)")
    .option("--label-column <name>", "column with the label (default: label)")
    .option("--split-column <name>", "column with train, validation or test")
    .option("--version <version>", "name of the release (default: recipe and time)")
    .option("--dictionary <file>", "compiled dictionary instead of the Python package's")
    .option("--seed <number>", "seed of all randomness instead of the recipe's")
    .option("--channel <channel>", "channel to promote to", "production")
    .addOption(
      new Option("--runs <folder>", "where runs are kept").default(
        resolve(root, "runs"),
        "runs/ in the repository",
      ),
    )
    .option("--no-publish", "stop after the release folder is written")
    .option("--dry-run", "load and check the data, then stop")
    .option("--python <interpreter>", "Python with the engine's requirements (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (raw: unknown) => {
      await train(parseTrainOptions(raw), terminal);
    });
}

async function train(options: TrainOptions, terminal: Terminal): Promise<void> {
  const { reporter, callerDir } = terminal;
  const recipe = applyOptions(await loadRecipe(options.recipe, callerDir), options, callerDir);
  const version = parseVersion(options.version ?? createVersion(recipe.name, new Date()));
  const dataset = await prepareData(recipe, reporter);
  if (options.dryRun === true) {
    if (options.json === true) terminal.printJson({ dryRun: true, recipe });
    return;
  }
  const run = await createRunFolder(resolve(callerDir, options.runs), version);
  reporter.line("run", showPath(run.dir, callerDir));
  const finished = await runTraining(dataset, version, () => new Date(), {
    recipe,
    run,
    reporter,
    python: terminal.python,
    dictionaryFile:
      options.dictionary === undefined ? null : resolve(callerDir, options.dictionary),
    onEngineEvent: reportEngine(reporter, () => performance.now()),
  });
  if (options.publish) await publishFinished(finished.releaseDir, options.channel, terminal);
  finish(finished, options, terminal);
}

/** What was trained is not lost with a publication that fails. */
async function publishFinished(
  releaseDir: string,
  channel: string,
  { reporter, callerDir }: Terminal,
): Promise<void> {
  try {
    await withObjectStore((store) => publishAndPromote(releaseDir, channel, store, reporter));
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const resume = `pnpm --filter trainer run publish ${showPath(releaseDir, callerDir)}`;
    const hint = `${cause.hint ?? ""} The training is kept: ${resume}`;
    throw new KanjoError(cause.code, cause.message, { hint: hint.trim(), cause });
  }
}

function finish(finished: FinishedTraining, options: TrainOptions, terminal: Terminal): void {
  const { manifest, baseline, trainSeconds, releaseDir } = finished;
  if (options.json === true) {
    terminal.printJson({
      name: manifest.name,
      version: manifest.version,
      published: options.publish,
      releaseDir,
      metrics: manifest.metrics,
      baseline,
      trainSeconds,
    });
    return;
  }
  terminal.reporter.line("next", nextStep(options, showPath(releaseDir, terminal.callerDir)));
}

function nextStep(options: TrainOptions, releaseDir: string): string {
  if (!options.publish) return `pnpm --filter trainer run publish ${releaseDir}`;
  return readS3Settings(process.env) === null
    ? 'pnpm --filter trainer ask "とても良かったです"   or   npm run dev'
    : 'pnpm --filter trainer ask --url <address of your worker> "とても良かったです"';
}
