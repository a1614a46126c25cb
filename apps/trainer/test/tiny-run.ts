/** What a training of the tiny release would have left: its data, its run folder and the release in it. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { digestDataset } from "../src/dataset/digest-dataset.ts";
import { loadDataset } from "../src/dataset/load-dataset.ts";
import { loadRecipe } from "../src/recipe/load-recipe.ts";
import { METRICS, RUN_FILES, toLines, writeRun } from "./small-run.ts";
import { type TinyChanges, writeTinyRelease } from "./tiny-release.ts";

const TEXTS = {
  train: [
    "良い店:positive",
    "好きな店:positive",
    "悪い店:negative",
    "嫌いな店:negative",
    "普通:neutral",
  ],
  validation: ["良い本だ:positive", "悪い本だ:negative", "普通の本:neutral", "良い?:negative"],
  test: [
    "良い宿だ:positive",
    "好きだ:positive",
    "良くない:negative",
    "悪い宿だ:negative",
    "悪くない:positive",
    "普通の宿:neutral",
    "普通😊:positive",
  ],
} as const;

/** Rows of a data set with text, label and split: of the test split, two are labelled against the model. */
export const TINY_ROWS = Object.entries(TEXTS).flatMap(([split, rows]) =>
  rows.map((row) => {
    const [text = "", label = ""] = row.split(":");
    return { text, label, split };
  }),
);

/** Writes `data.jsonl` and a run of it in the folder. @returns the run's folder */
export async function writeTinyRun(
  folder: string,
  version = "v1",
  changes: TinyChanges = {},
): Promise<string> {
  const files = join(folder, "data.jsonl");
  const runDir = join(folder, "runs", version);
  await writeFile(files, toLines(TINY_ROWS));
  const recipe = {
    ...(await loadRecipe("quickstart", folder)),
    labels: null,
    data: {
      format: "jsonl" as const,
      files,
      text_column: "text",
      label_column: "label",
      split_column: "split",
      group_column: null,
    },
  };
  const reporter = { line: () => {}, progress: () => {} };
  const dataset = await loadDataset(recipe.data, null, { acceptLicense: false, reporter });
  const provenance = {
    recipe: { name: "tiny" },
    dataSha256: digestDataset(dataset),
    gitCommit: null,
    libraries: {},
  };
  await writeRun(runDir, {
    "recipe.json": recipe,
    "result.json": RUN_FILES["result.json"],
    "environment.json": RUN_FILES["environment.json"],
    "engine/metrics.jsonl": toLines(METRICS),
  });
  await writeTinyRelease(join(runDir, "release"), version, { provenance, ...changes });
  return runDir;
}
