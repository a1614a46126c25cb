import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { SplitMetrics } from "@kanjo/shared/manifest";

import type { Dataset } from "../dataset/dataset.ts";
import { type EvaluatedModel, evaluate, type ScoredExample } from "../evaluation/evaluate.ts";
import { drawBar, formatPercent } from "../terminal/reporter.ts";
import type { TrainingContext } from "./context.ts";

const EVALUATED_SPLITS = ["validation", "test"] as const;

/**
 * Evaluates the bytes that will be published, in onnxruntime-web, and keeps
 * every answer in `predictions-<split>.jsonl`.
 */
export async function evaluateModel(
  dataset: Dataset,
  model: EvaluatedModel,
  { run, reporter }: TrainingContext,
): Promise<Record<(typeof EVALUATED_SPLITS)[number], SplitMetrics>> {
  const evaluateSplit = async (split: (typeof EVALUATED_SPLITS)[number]): Promise<SplitMetrics> => {
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
  };
  return { validation: await evaluateSplit("validation"), test: await evaluateSplit("test") };
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
