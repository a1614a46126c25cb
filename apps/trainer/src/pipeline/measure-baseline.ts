import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { EngineMetrics } from "@kanjo/shared/contract/event";

import type { Dataset, Split } from "../dataset/dataset.ts";
import { runEngine } from "../engine/run-engine.ts";
import { formatPercent } from "../terminal/reporter.ts";
import type { TrainingContext } from "./context.ts";

/** Test figures of a character n-gram logistic regression on the same data, for scale. */
export async function measureBaseline(
  dataset: Dataset,
  context: TrainingContext,
): Promise<EngineMetrics> {
  const { run, python, reporter } = context;
  const result = await runEngine(
    {
      schema_version: 1,
      kind: "baseline",
      output_dir: run.outputDir,
      labels: [...dataset.labels],
      train_data: await writeTexts(dataset, "train", run.dataDir),
      test_data: await writeTexts(dataset, "test", run.dataDir),
    },
    { python, runDir: run.dir, onEvent: context.onEngineEvent },
  );
  const { accuracy, macro_f1: macroF1 } = result.test;
  reporter.line(
    "baseline",
    `character n-grams + logistic regression: test accuracy ${formatPercent(accuracy)}, macro-F1 ${macroF1.toFixed(3)}`,
  );
  return result.test;
}

async function writeTexts(dataset: Dataset, split: Split, folder: string): Promise<string> {
  const file = join(folder, `${split}.jsonl`);
  const lines = dataset.splits[split].map(({ text, label }) =>
    JSON.stringify({ text, label: dataset.labels.indexOf(label) }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}
