/** The thread of a `ClassifierPool`: opens the model, then answers a request at a time. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";

import { type ClassifiedText, type ClassifierParts, classifyText } from "@kanjo/shared/classifier";
import { type ExplainedText, explainText } from "@kanjo/shared/explanation";
import type { Tensor } from "onnxruntime-web/wasm";

import { openClassifier } from "./open-classifier.ts";
import { packError, type PoolReply, type PoolRequest } from "./pool-protocol.ts";

type Answer = ClassifiedText[] | ExplainedText;

if (parentPort !== null) await serve(parentPort);

async function serve(port: MessagePort): Promise<void> {
  const opening = openClassifier(workerData);
  const opened = await replyTo(() => opening.then(() => null));
  port.postMessage(opened);
  if ("failure" in opened) return;
  const parts = await opening;
  port.on("message", async (request: PoolRequest) => {
    port.postMessage(await replyTo(() => answer(request, parts)));
  });
}

async function replyTo(ask: () => Promise<Answer | null>): Promise<PoolReply<Answer | null>> {
  try {
    return { answer: await ask() };
  } catch (error) {
    return { failure: packError(error) };
  }
}

function answer(request: PoolRequest, parts: ClassifierParts<Tensor>): Promise<Answer> {
  return request.kind === "classify"
    ? classifyTexts(request.texts, parts)
    : explainText(request.text, parts);
}

async function classifyTexts(
  texts: readonly string[],
  parts: ClassifierParts<Tensor>,
): Promise<ClassifiedText[]> {
  const answers: ClassifiedText[] = [];
  for (const text of texts) answers.push(await classifyText(text, parts));
  return answers;
}
