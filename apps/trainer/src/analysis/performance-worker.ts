/** The thread of `measurePerformance`: opens the model, runs it, says what it took, once. */
import { type MessagePort, parentPort, workerData } from "node:worker_threads";

import { type ClassifierParts, classifyText } from "@kanjo/shared/classifier";
import type { Tensor } from "onnxruntime-web/wasm";

import { openClassifier } from "../inference/open-classifier.ts";
import { packError, type PoolReply } from "../inference/pool-protocol.ts";
import type { Performance } from "../report/report.ts";
import { measureLatency } from "./measure-latency.ts";
import { recordWasmMemory } from "./wasm-memory.ts";

export type MeasuredRuns = Omit<Performance, "modelBytes" | "processor">;

/** Input lengths, special tokens included; a model that takes less is measured at its own limit. */
const TOKEN_COUNTS = [8, 32, 128];

const SENTENCE = "部屋は広くて清潔でしたが、隣の音が気になってなかなか眠れませんでした。";

if (parentPort !== null) await answer(parentPort);

async function answer(port: MessagePort): Promise<void> {
  port.postMessage(await measure());
}

async function measure(): Promise<PoolReply<MeasuredRuns>> {
  try {
    const { result: parts, readBytes } = await recordWasmMemory(() => openClassifier(workerData));
    const heapAfterLoad = readBytes();
    await classifyText(makeText(parts.maxTokens, parts), parts);
    const heapAfterLongest = readBytes();
    return { answer: { heapAfterLoad, heapAfterLongest, latency: await measureLatencies(parts) } };
  } catch (error) {
    return { failure: packError(error) };
  }
}

async function measureLatencies(parts: ClassifierParts<Tensor>): Promise<Performance["latency"]> {
  const counts = new Set(TOKEN_COUNTS.map((count) => Math.min(count, parts.maxTokens)));
  const latency: Performance["latency"][number][] = [];
  for (const tokens of counts) {
    const text = makeText(tokens, parts);
    const limited = { ...parts, maxTokens: tokens };
    latency.push({ tokens, ...(await measureLatency(() => classifyText(text, limited))) });
  }
  return latency;
}

/** So many sentences that the text fills the input, and hardly more, because cutting takes time, too. */
function makeText(tokens: number, { tokenizer }: ClassifierParts<Tensor>): string {
  let text = SENTENCE;
  while (tokenizer.encode(text).ids.length < tokens) text += SENTENCE;
  return text;
}
