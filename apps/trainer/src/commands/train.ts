import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Identifier } from "@kanjo/shared/manifest/identifier";
import { describeIssues } from "@kanjo/shared/zod-issues";
import { Command, Option } from "commander";
import * as z from "zod";

import { withObjectStore } from "../object-store/open-object-store.ts";
import { root } from "../paths.ts";
import { prepareData } from "../pipeline/prepare-data.ts";
import { type FinishedTraining, runTraining } from "../pipeline/run-training.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { DATA_FORMATS, type Recipe } from "../recipe/recipe.ts";
import { createRunFolder } from "../run/run-folder.ts";
import { createVersion } from "../run/version.ts";
import { reportEngine } from "../terminal/engine-progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { publishAndPromote } from "./publish-and-promote.ts";

const TrainOptions = z.object({
  recipe: z.string(),
  data: z.string().optional(),
  format: z.enum(DATA_FORMATS).optional(),
  textColumn: z.string().optional(),
  labelColumn: z.string().optional(),
  splitColumn: z.string().optional(),
  version: Identifier.optional(),
  seed: z.coerce.number().int().nonnegative().optional(),
  channel: Identifier,
  runs: z.string(),
  publish: z.boolean(),
  dryRun: z.boolean().optional(),
  json: z.boolean().optional(),
});
type TrainOptions = z.infer<typeof TrainOptions>;

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
    .option("--seed <number>", "seed of all randomness instead of the recipe's")
    .option("--channel <channel>", "channel to promote to", "production")
    .option("--runs <folder>", "where runs are kept", resolve(root, "runs"))
    .option("--no-publish", "stop after the release folder is written")
    .option("--dry-run", "load and check the data, then stop")
    .option("--python <interpreter>", "Python with the engine's requirements (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action(async (raw: unknown) => {
      await train(parseOptions(raw), terminal);
    });
}

function parseOptions(raw: unknown): TrainOptions {
  const result = TrainOptions.safeParse(raw);
  if (result.success) return result.data;
  throw new KanjoError("usage", `train: ${describeIssues(result.error)}`, {
    hint: "pnpm --filter trainer train --help lists the options.",
  });
}

async function train(options: TrainOptions, terminal: Terminal): Promise<void> {
  const recipe = applyOptions(await loadRecipe(options.recipe), options, terminal.callerDir);
  const { reporter } = terminal;
  if (options.dryRun === true) {
    await prepareData(recipe, reporter);
    return;
  }
  const version = options.version ?? createVersion(recipe.name, new Date());
  const run = await createRunFolder(resolve(terminal.callerDir, options.runs), version);
  reporter.line("run", run.dir);
  const finished = await runTraining(version, () => new Date(), {
    recipe,
    run,
    reporter,
    python: terminal.python,
    onEngineEvent: reportEngine(reporter, () => performance.now()),
  });
  if (options.publish) {
    await withObjectStore((store) =>
      publishAndPromote(finished.releaseDir, options.channel, store, reporter),
    );
  }
  finish(finished, options, terminal);
}

function applyOptions(recipe: Recipe, options: TrainOptions, callerDir: string): Recipe {
  const seeded =
    options.seed === undefined
      ? recipe
      : { ...recipe, training: { ...recipe.training, seed: options.seed } };
  if (options.data === undefined) return seeded;
  return {
    ...seeded,
    labels: null,
    data: {
      format: options.format ?? formatOf(options.data),
      files: resolve(callerDir, options.data),
      text_column: options.textColumn ?? "text",
      label_column: options.labelColumn ?? "label",
      split_column: options.splitColumn ?? null,
    },
  };
}

function formatOf(file: string): Recipe["data"]["format"] {
  const extension = /\.(jsonl|csv|tsv)$/.exec(file)?.[1];
  const format = DATA_FORMATS.find((candidate) => candidate === extension);
  if (format !== undefined) return format;
  throw new KanjoError("usage", `--data ${file}: the extension says no format`, {
    hint: `Give --format ${DATA_FORMATS.join("|")}.`,
  });
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
  terminal.reporter.line(
    "next",
    options.publish
      ? 'pnpm --filter trainer ask "とても良かったです"   or   pnpm dev'
      : `pnpm --filter trainer publish ${releaseDir}`,
  );
}
