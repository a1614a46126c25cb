import { readFile } from "node:fs/promises";

import { type ClassifiedText, type ClassifierParts, classifyText } from "@kanjo/shared/classifier";
import type { SplitMetrics } from "@kanjo/shared/manifest";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import type { Tensor } from "onnxruntime-web/wasm";

import type { Example } from "../dataset/dataset.ts";
import { computeMetrics } from "./metrics.ts";
import { createInt64Tensor, createWasmSession } from "./wasm-session.ts";

export interface EvaluatedModel {
  /** ORT file, the bytes that will be published. */
  readonly modelFile: string;
  readonly tokenizer: Tokenizer;
  readonly labels: readonly string[];
  readonly maxTokens: number;
  readonly temperature: number;
}

export interface ScoredExample {
  readonly example: Example;
  readonly answer: ClassifiedText;
}

export interface Evaluation {
  readonly metrics: SplitMetrics;
  readonly scored: readonly ScoredExample[];
}

/**
 * Asks the model about every example, one at a time, as the worker will.
 * @param onProgress called with the number of examples done, at every hundredth of them
 */
export async function evaluate(
  examples: readonly Example[],
  model: EvaluatedModel,
  onProgress: (done: number) => void,
): Promise<Evaluation> {
  const session = await createWasmSession(await readFile(model.modelFile));
  try {
    const parts: ClassifierParts<Tensor> = { ...model, session, createTensor: createInt64Tensor };
    const scored: ScoredExample[] = [];
    const step = Math.ceil(examples.length / 100);
    for (const example of examples) {
      scored.push({ example, answer: await classifyText(example.text, parts) });
      if (scored.length % step === 0) onProgress(scored.length);
    }
    return {
      scored,
      metrics: computeMetrics(toPredictions(scored, model.labels), model.labels.length),
    };
  } finally {
    await session.release();
  }
}

function toPredictions(scored: readonly ScoredExample[], labels: readonly string[]) {
  return scored.map(({ example, answer }) => ({
    gold: labels.indexOf(example.label),
    predicted: labels.indexOf(answer.label),
    goldProbability: answer.scores[example.label] ?? 0,
  }));
}
