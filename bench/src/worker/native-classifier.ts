import { join } from "node:path";

import { type ClassifiedText, classifyText } from "@kanjo/shared/classifier";
import type { Manifest } from "@kanjo/shared/manifest";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** The same model and tokenizer in onnxruntime-node on one thread. */
export async function createNativeClassifier(
  releaseDir: string,
  manifest: Manifest,
  tokenizer: Tokenizer,
): Promise<(text: string) => Promise<ClassifiedText>> {
  const { entrypoints, labels, maxTokens } = manifest;
  const session = await InferenceSession.create(join(releaseDir, entrypoints.master), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  const parts = {
    session,
    createTensor: (data: BigInt64Array, dims: readonly number[]) => new Tensor("int64", data, dims),
    tokenizer,
    labels,
    maxTokens,
  };
  return (text) => classifyText(text, parts);
}
