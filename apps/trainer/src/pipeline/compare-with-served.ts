import { Comparison } from "@kanjo/shared/manifest/gates";
import * as z from "zod";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";
import { haveSameLabels } from "../evaluation/have-same-labels.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { Release } from "../release/release.ts";
import { compareAnswers, nameAnswers, type OtherAnswers } from "../report/compare-answers.ts";
import { scoreTexts } from "../report/score-splits.ts";
import { formatPercent } from "../terminal/reporter.ts";
import { readPredictions, writePredictions } from "./predictions.ts";
import { runStage, type StageContext } from "./stage.ts";

/** The release that is served, on the test texts. */
export interface ComparedWithServed {
  readonly comparison: Comparison;
  readonly answers: OtherAnswers;
}

interface CompareContext extends StageContext {
  readonly recipe: Pick<Recipe, "model_name">;
}

const Compared = z.object({ comparison: Comparison.nullable() });

/** Its answers lie beside those of the model, as `predictions-<name>.jsonl`. */
const SERVED = "test-of-served";

/**
 * Asks the release that the channel serves about the test texts, too.
 * @param runDir of the seed that was chosen: its answers are there
 * @returns null where there is none, or one of other labels
 */
export async function compareWithServed(
  dataset: ClassificationDataset,
  served: Release | null,
  runDir: string,
  context: CompareContext,
): Promise<ComparedWithServed | null> {
  const { comparison } = await runStage("compare", Compared, context, async () => {
    if (served === null || !haveSameLabels(dataset.labels, served.manifest.labels)) {
      return { comparison: null };
    }
    const scored = await askServed(dataset, served, context);
    const after = await readPredictions(runDir, "test", dataset.splits.test);
    const answers = nameAnswers(served, scored);
    const { summary } = compareAnswers("test", answers, { scored: after }, dataset.labels);
    tellComparison(summary, context);
    return { comparison: summary };
  });
  return comparison && { comparison, answers: await readAnswers(dataset, comparison, context) };
}

async function askServed(
  { splits }: ClassificationDataset,
  served: Release,
  { run, reporter }: CompareContext,
): Promise<readonly ScoredExample[]> {
  const scored = await scoreTexts(served, { split: "test", examples: splits.test }, reporter);
  await writePredictions(run.dir, SERVED, scored);
  return scored;
}

function tellComparison(
  { version, agreement, accuracy, mcnemarP }: Comparison,
  { reporter }: CompareContext,
): void {
  reporter.line(
    "compare",
    `${version}, which is served: test accuracy ${formatPercent(accuracy)}, ${formatPercent(agreement)} of the labels the same, McNemar p = ${mcnemarP.toPrecision(2)}`,
  );
}

/** As they were kept: the channel may serve another release by the time that a training goes on. */
async function readAnswers(
  { splits }: ClassificationDataset,
  { version, manifestSha256 }: Comparison,
  { run, recipe }: CompareContext,
): Promise<OtherAnswers> {
  const scored = await readPredictions(run.dir, SERVED, splits.test);
  return { name: recipe.model_name, version, manifestSha256, scored };
}
