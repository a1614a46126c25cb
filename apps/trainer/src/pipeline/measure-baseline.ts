import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { EngineMetrics } from "@kanjo/shared/contract/event";
import { JOB_SCHEMA_VERSION } from "@kanjo/shared/contract/job";

import type { ClassificationDataset, Split } from "../dataset/dataset.ts";
import { runEngine } from "../engine/run-engine.ts";
import { describeScores } from "../terminal/describe-scores.ts";
import type { PipelineContext } from "./context.ts";
import { runStage } from "./stage.ts";

/** Test figures of a character n-gram logistic regression on the same data, for scale. */
export async function measureBaseline(
  dataset: ClassificationDataset,
  context: PipelineContext,
): Promise<EngineMetrics> {
  const { run, python, reporter, onEngineEvent } = context;
  return await runStage("baseline", EngineMetrics, context, async () => {
    const { test } = await runEngine(
      {
        schema_version: JOB_SCHEMA_VERSION,
        kind: "baseline",
        output_dir: run.outputDir,
        labels: [...dataset.labels],
        train_data: await writeTexts(dataset, "train", run.dataDir),
        test_data: await writeTexts(dataset, "test", run.dataDir),
      },
      { python, runDir: run.dir, onEvent: onEngineEvent },
    );
    reporter.line(
      "baseline",
      `character n-grams + logistic regression: test ${describeScores(test.scores)}`,
    );
    return test;
  });
}

async function writeTexts(
  dataset: ClassificationDataset,
  split: Split,
  folder: string,
): Promise<string> {
  const file = join(folder, `${split}.jsonl`);
  const lines = dataset.splits[split].map(({ text, label }) =>
    JSON.stringify({ text, label: dataset.labels.indexOf(label) }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}
