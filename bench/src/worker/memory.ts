/**
 * The isolate's memory at its peak, stage by stage: used heap and array buffers as the
 * inspector tells them over and over while the stage runs, what is not collected yet
 * included, and onnxruntime's shared memory, which never shrinks and is read after it.
 */
import { setTimeout as sleep } from "node:timers/promises";

import { askPath, type Client, openClient, requireAnswer } from "./client.ts";
import { openInspector, type ScriptMemory } from "./isolate-memory.ts";
import { promoteCopy } from "./release-store.ts";
import type { ServedRelease } from "./served-release.ts";
import type { RunningWorkerd } from "./workerd.ts";

const MEBIBYTE = 2 ** 20;

/** Of the isolate's 128 MB. */
export const MEMORY_BUDGET_BYTES = 110 * MEBIBYTE;

export interface MemoryStage extends ScriptMemory {
  readonly name: string;
  /** Bytes of onnxruntime's heap. */
  readonly wasm: number;
  readonly samples: number;
}

const LONGEST_TOKENS = 512;
const LONG_TEXTS = 5;
const EXPLAINED_TOKENS = 100;
const BATCH_TEXTS = 64;
const BATCH_TOKENS = 48;
const SWAP_DEADLINE_MS = 30_000;
const POINTER_MAX_AGE_SECONDS = "1";

export async function measureMemory(release: ServedRelease): Promise<MemoryStage[]> {
  const server = await release.start({ POINTER_MAX_AGE_SECONDS });
  const client = openClient(server.url, 2);
  try {
    const stages: MemoryStage[] = [];
    for (const [name, work] of listStages(client, release)) {
      stages.push({ name, ...(await watch(server, client, work)) });
    }
    return stages;
  } finally {
    client.close();
    await server.stop();
  }
}

type Stage = readonly [name: string, work: () => Promise<unknown>];

/** In this order in one isolate: what one leaves is there in the next. */
function listStages(client: Client, release: ServedRelease): Stage[] {
  const { textOf, manifest } = release;
  const longest = Math.min(LONGEST_TOKENS, manifest.maxTokens);
  const ask = (path: string) => requireAnswer(client.get(path));
  const askLongest = () => repeat(LONG_TEXTS, () => ask(askPath(textOf(longest))));
  const texts = Array.from({ length: BATCH_TEXTS }, (_, n) => textOf(BATCH_TOKENS + (n % 7)));
  const explained = textOf(EXPLAINED_TOKENS);
  return [
    ["load", () => ask("/readyz")],
    [`${LONG_TEXTS} texts of ${longest} tokens`, askLongest],
    [`explain, ${EXPLAINED_TOKENS} tokens`, () => ask(`${askPath(explained)}&explain=true`)],
    [`${BATCH_TEXTS} texts at once`, () => requireAnswer(client.post("/sentiment", { texts }))],
    ["swap to another release", () => swap(client, release, askLongest)],
    [`${LONG_TEXTS} texts of ${longest} tokens after it`, askLongest],
  ];
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < times; round += 1) await work();
}

/** The same bytes under another name: both are open at a time, as of two releases with one dictionary. */
async function swap(
  client: Client,
  { objectDir, manifest }: ServedRelease,
  askMeanwhile: () => Promise<unknown>,
): Promise<void> {
  const version = `${manifest.version}-again`;
  await promoteCopy(objectDir, manifest, version);
  const deadline = Date.now() + SWAP_DEADLINE_MS;
  while ((await readVersion(client)) !== version) {
    if (Date.now() > deadline) throw new Error(`${version} was not served in time`);
    await askMeanwhile();
  }
}

async function readVersion(client: Client): Promise<string> {
  const { model } = await readReadiness(client);
  return model.version;
}

interface Readiness {
  readonly model: { readonly version: string };
  readonly memory: { readonly wasmBytes: number };
}

async function readReadiness(client: Client): Promise<Readiness> {
  return JSON.parse(await requireAnswer(client.get("/readyz")));
}

const SAMPLE_PAUSE_MS = 3;

/** The largest sum of heap and buffers while `work` runs. */
async function watch(
  { inspectorPort }: Pick<RunningWorkerd, "inspectorPort">,
  client: Client,
  work: () => Promise<unknown>,
): Promise<Omit<MemoryStage, "name">> {
  const inspector = await openInspector(inspectorPort);
  try {
    const stage = { isRunning: true };
    const done = work().finally(() => (stage.isRunning = false));
    let [peak, samples] = [await inspector.read(), 1];
    while (stage.isRunning) {
      peak = chooseLarger(peak, await inspector.read());
      samples += 1;
      await sleep(SAMPLE_PAUSE_MS);
    }
    await done;
    peak = chooseLarger(peak, await inspector.read());
    const { memory } = await readReadiness(client);
    return { ...peak, wasm: memory.wasmBytes, samples: samples + 1 };
  } finally {
    inspector.close();
  }
}

function chooseLarger(one: ScriptMemory, other: ScriptMemory): ScriptMemory {
  return one.heap + one.buffers >= other.heap + other.buffers ? one : other;
}

/** Bytes of all three. */
export function sumMemory({ heap, buffers, wasm }: MemoryStage): number {
  return heap + buffers + wasm;
}

export function describeMemory(stages: readonly MemoryStage[]): string {
  const peak = Math.max(...stages.map(sumMemory));
  return `Memory of the isolate, peak of each stage, MiB. All in one isolate, one after the other; no collection was asked for. At most ${format(peak)} of the ${format(MEMORY_BUDGET_BYTES)} that are the budget:

| stage | JavaScript heap | array buffers | onnxruntime | sum | samples |
| --- | --- | --- | --- | --- | --- |
${stages.map(describeStage).join("\n")}`;
}

function describeStage(stage: MemoryStage): string {
  const { name, heap, buffers, wasm, samples } = stage;
  const cells = [heap, buffers, wasm, sumMemory(stage)].map(format);
  return `| ${name} | ${cells.join(" | ")} | ${samples} |`;
}

function format(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}
