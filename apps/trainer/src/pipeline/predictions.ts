/** Every answer of the evaluation, kept in the run folder: for people, and for the stages that follow. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import * as z from "zod";

import type { Example } from "../dataset/dataset.ts";
import type { ScoredExample } from "../evaluation/evaluate.ts";

const Prediction = z.object({
  text: z.string(),
  gold: z.string(),
  label: z.string(),
  score: z.number(),
  scores: z.record(z.string(), z.number()),
  tokens: z.int(),
  truncated: z.boolean(),
});

/** Writes `predictions-<name>.jsonl`, in the order of the texts. */
export async function writePredictions(
  runDir: string,
  name: string,
  scored: readonly ScoredExample[],
): Promise<void> {
  const lines = scored.map(({ example, answer }) => {
    const { label, score, scores, tokens, truncated } = answer;
    const row = {
      text: example.text,
      gold: example.label,
      label,
      score,
      scores,
      tokens,
      truncated,
    };
    return JSON.stringify(row satisfies z.infer<typeof Prediction>);
  });
  await writeFile(fileOf(runDir, name), `${lines.join("\n")}\n`);
}

/** @param examples as they were when the predictions were written */
export async function readPredictions(
  runDir: string,
  name: string,
  examples: readonly Example[],
): Promise<ScoredExample[]> {
  const lines = (await readFile(fileOf(runDir, name), "utf8")).trimEnd().split("\n");
  return examples.map((example, at) => {
    const { text, gold, ...answer } = Prediction.parse(JSON.parse(lines[at] ?? "null"));
    if (text !== example.text || gold !== example.label) {
      throw new Error(`predictions-${name}.jsonl has another text in line ${at + 1}`);
    }
    return { example, answer };
  });
}

function fileOf(runDir: string, name: string): string {
  return join(runDir, `predictions-${name}.jsonl`);
}
