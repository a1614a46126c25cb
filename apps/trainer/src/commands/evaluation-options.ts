/** The options that say what a model is evaluated on, for all commands that evaluate one. */
import { KanjoError } from "@kanjo/shared/error";
import { type Command, Option } from "commander";
import * as z from "zod";

import { SPLIT_CHOICES } from "../evaluation-data/choose-splits.ts";
import type { EvaluationData } from "../evaluation-data/evaluation-data.ts";
import { findRunDir } from "../evaluation-data/find-run-dir.ts";
import { type DataPlace, loadEvaluationData } from "../evaluation-data/load-evaluation-data.ts";
import { loadRecipe } from "../recipe/load-recipe.ts";
import { locateRelease } from "../release/locate-release.ts";
import type { Release } from "../release/release.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { addDataOptions, dataOptionFields, readDataOptions } from "./data-options.ts";
import { parseIdentifier } from "./parse-identifier.ts";

/** Fields of the parsed options, to be spread into a command's own schema. */
export const evaluationOptionFields = {
  ...dataOptionFields,
  recipe: z.string().optional(),
  split: z.enum(SPLIT_CHOICES).optional(),
  modelName: z.string(),
};
const EvaluationOptions = z.object(evaluationOptionFields);
export type EvaluationOptions = z.infer<typeof EvaluationOptions>;

/** Adds the options to a command, in the order of its help. */
export function addEvaluationOptions(command: Command): Command {
  return addDataOptions(command)
    .option("--recipe <name|file>", "recipe whose data are taken, split as for training")
    .addOption(
      new Option("--split <split>", "rows to evaluate (default: validation and test)").choices(
        SPLIT_CHOICES,
      ),
    )
    .option("--model-name <name>", "model of a published version", parseIdentifier, "sentiment");
}

/** A release by what the user calls it: a folder, `@channel` or a published version. */
export function openRelease(
  reference: string,
  { modelName }: EvaluationOptions,
  { callerDir, reporter }: Terminal,
): Promise<Release> {
  return locateRelease(reference, { callerDir, modelName, reporter });
}

/**
 * The data that the options name; where they name none, those that the first of the releases
 * with a run was trained with.
 * @throws KanjoError `usage`, and what `loadEvaluationData` throws
 */
export async function loadOptionsData(
  releases: readonly [Release, ...Release[]],
  options: EvaluationOptions,
  { callerDir, reporter }: Terminal,
): Promise<EvaluationData> {
  const place =
    (await readPlace(options, callerDir)) ?? (await findRunPlace(releases)) ?? refuse(releases[0]);
  const { labels } = releases[0].manifest;
  const request = { place, split: options.split ?? null, labels };
  const acceptLicense = options.acceptLicense === true;
  return loadEvaluationData(request, { acceptLicense, reporter });
}

async function readPlace(options: EvaluationOptions, callerDir: string): Promise<DataPlace | null> {
  const source = readDataOptions(options, callerDir);
  const { recipe } = options;
  if (source !== null && recipe !== undefined) {
    throw new KanjoError("usage", "--data and --recipe are given, expected one of them", {
      hint: "--data takes a file as it is, --recipe the data that a recipe names.",
    });
  }
  if (source !== null) return { kind: "file", source };
  if (recipe === undefined) return null;
  return { kind: "recipe", source: (await loadRecipe(recipe, callerDir)).data };
}

async function findRunPlace(releases: readonly Release[]): Promise<DataPlace | null> {
  for (const release of releases) {
    const runDir = await findRunDir(release);
    const { dataSha256 } = release.manifest.provenance;
    if (runDir !== null) return { kind: "run", runDir, dataSha256 };
  }
  return null;
}

function refuse({ manifest }: Release): never {
  throw new KanjoError("usage", `no data: ${manifest.version} is not in its run folder`, {
    hint: "Name the data: --data FILE, or --recipe for those of a recipe.",
  });
}
