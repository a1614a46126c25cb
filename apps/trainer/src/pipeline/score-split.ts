import type { ClassificationDataset, Split } from "../dataset/dataset.ts";
import { evaluateTexts, type ScoredExample } from "../evaluation/evaluate.ts";
import { openClassifierPool } from "../inference/classifier-pool.ts";
import type { ServableModel } from "../inference/servable-model.ts";
import { drawBar, formatNumberOf, type Reporter } from "../terminal/reporter.ts";

/** Asks a model about every text of a split, in onnxruntime-web, on all cores. */
export async function scoreSplit(
  split: Split,
  { labels, splits }: ClassificationDataset,
  model: ServableModel,
  reporter: Reporter,
): Promise<readonly ScoredExample[]> {
  const examples = splits[split];
  const pool = await openClassifierPool(model);
  try {
    return await evaluateTexts(examples, labels, pool, (done) => {
      const bar = drawBar(done, examples.length);
      reporter.progress(
        "evaluate",
        `${split} ${bar} ${done}/${formatNumberOf(examples.length, "text")}`,
      );
    });
  } finally {
    await pool.close();
  }
}
