import type { ClassifierParts } from "@kanjo/shared/classifier";
import { KanjoError, messageOf } from "@kanjo/shared/error";
import { openDictionary } from "@kanjo/shared/segmenter";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";
import type { InferenceSession, Tensor } from "onnxruntime-web/wasm";

import { createInt64Tensor, createWasmSession } from "./wasm-session.ts";
import type { WorkerModel } from "./worker-model.ts";

/**
 * Opens the model and its tokenizer in this thread.
 * @throws KanjoError `model-invalid`, and what the tokenizer's and the dictionary's readers throw
 */
export async function openClassifier(source: WorkerModel): Promise<ClassifierParts<Tensor>> {
  const { tokenizer: config, vocabulary, dictionary, labels, maxTokens } = source;
  const tokenizer = loadTokenizer(config, {
    vocabulary: new TextDecoder().decode(vocabulary),
    dictionary: dictionary === null ? undefined : openDictionary(dictionary),
  });
  const session = await openSession(source);
  return { session, createTensor: createInt64Tensor, tokenizer, labels, maxTokens };
}

async function openSession({ modelFile, model }: WorkerModel): Promise<InferenceSession> {
  try {
    return await createWasmSession(model);
  } catch (cause) {
    throw new KanjoError(
      "model-invalid",
      `${modelFile}: onnxruntime-web does not open it: ${messageOf(cause)}`,
      { hint: "Export the model again; `trainer verify` finds damaged files.", cause },
    );
  }
}
