import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import * as z from "zod";

import type { LoadOptions } from "../dataset/load-options.ts";
import { readJson } from "../read-json.ts";
import { Recipe } from "../recipe/recipe.ts";
import type { DataSource } from "../recipe/data-source.ts";
import { formatNumberOf, type Reporter } from "../terminal/reporter.ts";
import { chooseSplits, type SplitChoice } from "./choose-splits.ts";
import type { EvaluatedSplit, EvaluationData } from "./evaluation-data.ts";
import { type LabelledRows, readFileRows, readTrainingRows } from "./read-labelled-rows.ts";
import { requireKnownLabels } from "./require-known-labels.ts";

/** Where the labelled texts are: a file as it is, or the data of a recipe or of a run, split as for training. */
export type DataPlace =
  | { readonly kind: "file"; readonly source: DataSource }
  | { readonly kind: "recipe"; readonly source: DataSource }
  | RunPlace;

interface RunPlace {
  readonly kind: "run";
  readonly runDir: string;
  /** Of the data at the time of the training, as the manifest has it. */
  readonly dataSha256: string;
}

interface DataRequest {
  readonly place: DataPlace;
  readonly split: SplitChoice | null;
  /** That the model knows. */
  readonly labels: readonly string[];
}

/**
 * Labelled texts whose labels the model knows.
 * @throws KanjoError `label-unknown`, `data-invalid`, `run-invalid`, `usage`, and what a loader throws
 */
export async function loadEvaluationData(
  { place, split, labels }: DataRequest,
  options: LoadOptions,
): Promise<EvaluationData> {
  const labelled = await readRows(place, options);
  const splits = chooseSplits(labelled, split);
  requireKnownLabels(
    splits.flatMap(({ examples }) => examples),
    labels,
  );
  reportRows(splits, options.reporter);
  return { splits, train: labelled.splits?.train ?? [] };
}

function reportRows(splits: readonly EvaluatedSplit[], reporter: Reporter): void {
  const counts = splits.map(
    ({ split, examples }) => `${split} ${formatNumberOf(examples.length, "text")}`,
  );
  reporter.line("data", counts.join(", "));
}

async function readRows(place: DataPlace, options: LoadOptions): Promise<LabelledRows> {
  switch (place.kind) {
    case "file":
      return readFileRows(place.source, options);
    case "recipe":
      return readTrainingRows(place.source, options);
    case "run":
      return readRunRows(place, options);
  }
}

const KeptOptions = z.object({ acceptLicense: z.boolean() });

/** What was accepted for the training is accepted. */
async function readRunRows(
  { runDir, dataSha256 }: RunPlace,
  options: LoadOptions,
): Promise<LabelledRows> {
  const recipe = await readJson(join(runDir, "recipe.json"), Recipe);
  if (recipe.value === null) {
    throw new KanjoError("run-invalid", `${runDir}: ${recipe.problem}`, {
      hint: "Name the data with --data or --recipe.",
    });
  }
  const kept = await readJson(join(runDir, "options.json"), KeptOptions);
  const acceptLicense = options.acceptLicense || kept.value?.acceptLicense === true;
  const rows = await readTrainingRows(recipe.value.data, { ...options, acceptLicense });
  if (rows.digest !== dataSha256) {
    options.reporter.line("warning", "the data have changed since the training");
  }
  return rows;
}
