import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { type ClassifiedText, classifyText } from "@kanjo/shared/classifier";
import type { Manifest } from "@kanjo/shared/manifest";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** The same model and tokenizer in onnxruntime-node on one thread. */
export async function createNativeClassifier(
  releaseDir: string,
  manifest: Manifest,
): Promise<(text: string) => Promise<ClassifiedText>> {
  const { entrypoints, tokenizer, labels, maxTokens, calibration } = manifest;
  const session = await InferenceSession.create(join(releaseDir, entrypoints.master), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const vocabulary = await readFile(join(releaseDir, entrypoints.vocabulary), "utf8");
  const parts = {
    session,
    createTensor: (data: BigInt64Array, dims: readonly number[]) => new Tensor("int64", data, dims),
    tokenizer: loadTokenizer(tokenizer, vocabulary),
    labels,
    maxTokens,
    temperature: calibration.temperature,
  };
  return (text) => classifyText(text, parts);
}
