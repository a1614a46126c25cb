import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { SplitMetrics } from "@kanjo/shared/manifest";
import * as z from "zod";

import type { ClassificationDataset } from "../dataset/dataset.ts";
import { type EvaluatedModel, evaluate, type ScoredExample } from "../evaluation/evaluate.ts";
import { drawBar, formatPercent } from "../terminal/reporter.ts";
import type { PipelineContext } from "./context.ts";
import { runStage } from "./stage.ts";

const EVALUATED_SPLITS = ["validation", "test"] as const;
type EvaluatedSplit = (typeof EVALUATED_SPLITS)[number];

const ServedMetrics = z.object({ validation: SplitMetrics, test: SplitMetrics });
export type ServedMetrics = z.infer<typeof ServedMetrics>;

/**
 * Evaluates the bytes that will be published, in onnxruntime-web, and keeps
 * every answer in `predictions-<split>.jsonl`.
 */
export async function evaluateModel(
  dataset: ClassificationDataset,
  model: EvaluatedModel,
  context: PipelineContext,
): Promise<ServedMetrics> {
  return await runStage("evaluate", ServedMetrics, context, async () => ({
    validation: await evaluateSplit("validation", dataset, model, context),
    test: await evaluateSplit("test", dataset, model, context),
  }));
}

async function evaluateSplit(
  split: EvaluatedSplit,
  dataset: ClassificationDataset,
  model: EvaluatedModel,
  { run, reporter }: PipelineContext,
): Promise<SplitMetrics> {
  const examples = dataset.splits[split];
  const { metrics, scored } = await evaluate(examples, model, (done) => {
    reporter.progress(
      "evaluate",
      `${split} ${drawBar(done, examples.length)} ${done}/${examples.length}`,
    );
  });
  await writePredictions(join(run.dir, `predictions-${split}.jsonl`), scored);
  reporter.line(
    "evaluate",
    `${split} accuracy ${formatPercent(metrics.accuracy)}, macro-F1 ${metrics.macroF1.toFixed(3)} (int8 in onnxruntime-web, ${metrics.count} texts)`,
  );
  return metrics;
}

async function writePredictions(file: string, scored: readonly ScoredExample[]): Promise<void> {
  const lines = scored.map(({ example, answer }) =>
    JSON.stringify({
      text: example.text,
      gold: example.label,
      label: answer.label,
      scores: answer.scores,
    }),
  );
  await writeFile(file, `${lines.join("\n")}\n`);
}
