/**
 * The worker under `workerd serve`: cold start, warm latency beside
 * onnxruntime-node in the same run, size of the upload, memory of the isolate.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Manifest } from "@kanjo/shared/manifest";

import { describeMachine } from "../machine.ts";
import { quantile } from "../quantile.ts";
import { readIsolateMemory } from "./isolate-memory.ts";
import { createNativeClassifier } from "./native-classifier.ts";
import { cutToTokens, openReleaseTokenizer } from "./release-tokenizer.ts";
import { findNewestRelease, layOutRelease } from "./release-store.ts";
import { bundleWorker, measureUpload, type RunningWorkerd, startWorkerd } from "./workerd.ts";

const TOKEN_COUNTS = [8, 32, 128];
const COLD_STARTS = 7;
const WARM_UP = 30;
const ROUNDS = 300;
const MIXED_REQUESTS = 1_000;
const MEBIBYTE = 2 ** 20;
const runsDir = fileURLToPath(new URL("../../../runs", import.meta.url));
const SENTENCE = "部屋は広くて清潔でしたが、隣の音が気になってなかなか眠れませんでした。";

interface Latency {
  readonly tokens: number;
  readonly worker: readonly number[];
  readonly native: readonly number[];
}

/** Measures and writes the section. @throws KanjoError `release-missing`, `workerd-failed` */
export async function benchWorker(args: readonly string[]): Promise<string> {
  const at = args.indexOf("--release");
  const releaseDir = (at === -1 ? undefined : args[at + 1]) ?? (await findNewestRelease(runsDir));
  const folder = await mkdtemp(join(tmpdir(), "kanjo-bench-"));
  try {
    return await measure(releaseDir, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(releaseDir: string, folder: string): Promise<string> {
  const [bundleDir, objectDir] = [join(folder, "bundle"), join(folder, "objects")];
  const manifest = await layOutRelease(releaseDir, objectDir);
  const upload = await measureUpload(join(folder, "upload"));
  await bundleWorker(bundleDir);

  const coldStarts = await measureColdStarts(() =>
    startWorkerd(bundleDir, objectDir, { MODEL_NAME: manifest.name }),
  );
  const server = await startWorkerd(bundleDir, objectDir, { MODEL_NAME: manifest.name });
  try {
    const tokenizer = await openReleaseTokenizer(releaseDir, manifest);
    const textOf = (tokens: number): string => cutToTokens(SENTENCE, tokens, tokenizer);
    const classify = await createNativeClassifier(releaseDir, manifest, tokenizer);
    const latencies = await measureLatencies(server, classify, textOf);
    const memory = await measureMemory(server, textOf);
    return describe({ manifest, upload, coldStarts, latencies, memory });
  } finally {
    await server.stop();
  }
}

/** From the first byte of the first request to its answer, in a process that has just started. */
async function measureColdStarts(start: () => Promise<RunningWorkerd>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < COLD_STARTS; round += 1) {
    const server = await start();
    try {
      times.push(await time(() => ask(server, SENTENCE)));
    } finally {
      await server.stop();
    }
  }
  return times;
}

/** Worker and onnxruntime-node take turns, so that a noisy moment hits both. */
async function measureLatencies(
  server: RunningWorkerd,
  classify: (text: string) => Promise<unknown>,
  textOf: (tokens: number) => string,
): Promise<Latency[]> {
  const latencies: Latency[] = [];
  for (const tokens of TOKEN_COUNTS) {
    const text = textOf(tokens);
    const [worker, native]: [number[], number[]] = [[], []];
    for (let round = -WARM_UP; round < ROUNDS; round += 1) {
      const inWorker = await time(() => ask(server, text));
      const inNode = await time(() => classify(text));
      if (round < 0) continue;
      worker.push(inWorker);
      native.push(inNode);
    }
    latencies.push({ tokens, worker, native });
  }
  return latencies;
}

interface Memory {
  readonly heap: number;
  readonly buffers: number;
  readonly wasm: number;
}

async function measureMemory(
  server: RunningWorkerd,
  textOf: (tokens: number) => string,
): Promise<Memory> {
  for (let request = 0; request < MIXED_REQUESTS; request += 1) {
    await ask(server, textOf(3 + ((request * 37) % 126)));
  }
  const ready = await fetch(`${server.url}/readyz`);
  const { memory }: { memory: { wasmBytes: number } } = JSON.parse(await ready.text());
  return { ...(await readIsolateMemory(server.inspectorPort)), wasm: memory.wasmBytes };
}

async function ask(server: RunningWorkerd, text: string): Promise<void> {
  const response = await fetch(
    `${server.url}/sentiment?${new URLSearchParams({ text }).toString()}`,
  );
  const body = await response.text();
  if (!response.ok) throw new Error(`the worker answered ${response.status}: ${body}`);
}

/** Milliseconds. */
async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

interface Measurements {
  readonly manifest: Manifest;
  readonly upload: string;
  readonly coldStarts: readonly number[];
  readonly latencies: readonly Latency[];
  readonly memory: Memory;
}

function describe(measured: Measurements): string {
  const { manifest, upload, coldStarts, latencies, memory } = measured;
  const total = memory.heap + memory.buffers + memory.wasm;
  const model = manifest.files.find((file) => file.path === manifest.entrypoints.model);
  return `### Worker: \`pnpm bench worker\`

${describeMachine()}. Model ${manifest.version}, \`${manifest.entrypoints.model}\` ${((model?.bytes ?? 0) / 1e6).toFixed(2)} MB, under \`workerd serve\` with a disk service; digests verified.

Cold start, first request to its answer with the model loaded: median ${quantile(coldStarts, 0.5).toFixed(0)} ms, worst ${Math.max(...coldStarts).toFixed(0)} ms of ${coldStarts.length}.

\`GET /sentiment\`, warm, one after another, ${ROUNDS} each, ms:

| tokens | worker p50 | p95 | onnxruntime-node, 1 thread, p50 | p95 | ratio of p50 |
| --- | --- | --- | --- | --- | --- |
${latencies.map(describeLatency).join("\n")}

The worker's figures are HTTP requests; onnxruntime-node's are calls in this process, tokenizer included.

Upload: ${upload.replace("Total Upload: ", "")}. Isolate after ${MIXED_REQUESTS} mixed requests, no collection forced: JavaScript heap ${formatMebibytes(memory.heap)} MiB + array buffers ${formatMebibytes(memory.buffers)} MiB + onnxruntime ${formatMebibytes(memory.wasm)} MiB = ${formatMebibytes(total)} MiB.`;
}

function formatMebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}

function describeLatency({ tokens, worker, native }: Latency): string {
  const [p50, nativeP50] = [quantile(worker, 0.5), quantile(native, 0.5)];
  const cells = [p50, quantile(worker, 0.95), nativeP50, quantile(native, 0.95)];
  return `| ${tokens} | ${cells.map((value) => value.toFixed(2)).join(" | ")} | ${(p50 / nativeP50).toFixed(1)} |`;
}
