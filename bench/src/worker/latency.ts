/**
 * What HTTP, tokenizer and answer cost on top of the model: `GET /sentiment` beside two
 * bare runs. One is the model's time inside of the same request, which the answer tells;
 * workerd's clock goes on while code runs. The other is the same bytes and ids in
 * onnxruntime-web in this process, which takes turns with the worker, so that a noisy
 * moment hits both; what it is faster by is Node's engine.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import {
  createInt64Tensor,
  createWasmSession,
} from "../../../apps/trainer/src/inference/wasm-session.ts";
import { quantile } from "../quantile.ts";
import { askPath, type Client, openClient, requireAnswer } from "./client.ts";
import { readCpuMs } from "./cpu-time.ts";
import type { ServedRelease } from "./served-release.ts";
import { time } from "./time.ts";

const TOKEN_COUNTS = [8, 32, 128];
const WARM_UP = 30;
const ROUNDS = 200;
const GOAL_RATIO = 1.15;

export interface Latency {
  readonly tokens: number;
  /** ms. */
  readonly worker: readonly number[];
  /** Of each of these requests, the model's share. */
  readonly model: readonly number[];
  readonly bare: readonly number[];
  /** CPU time of the worker's process for a request, in ms, on average; null where the system does not tell. */
  readonly workerCpuMs: number | null;
  /** CPU time of the bare run. On a machine with other work these two say more than the clock. */
  readonly bareCpuMs: number;
}

export async function measureLatencies(release: ServedRelease): Promise<Latency[]> {
  const server = await release.start();
  const client = openClient(server.url);
  try {
    const runBare = await openBareModel(release);
    const latencies: Latency[] = [];
    for (const tokens of TOKEN_COUNTS) {
      const text = release.textOf(tokens);
      const readCpu = () => readCpuMs(server.pid);
      latencies.push({ tokens, ...(await compare(client, text, () => runBare(text), readCpu)) });
    }
    return latencies;
  } finally {
    client.close();
    await server.stop();
  }
}

async function compare(
  client: Client,
  text: string,
  runBare: () => Promise<unknown>,
  readCpu: () => number | null,
): Promise<Omit<Latency, "tokens">> {
  const path = askPath(text);
  const [worker, model, bare]: [number[], number[], number[]] = [[], [], []];
  let workerCpuAtStart: number | null = null;
  let bareCpuMs = 0;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    if (round === 0) workerCpuAtStart = readCpu();
    let body = "";
    const inWorker = await time(async () => (body = await requireAnswer(client.get(path))));
    const ownCpu = process.cpuUsage();
    const inNode = await time(runBare);
    const { user, system } = process.cpuUsage(ownCpu);
    if (round < 0) continue;
    worker.push(inWorker);
    model.push(readModelMs(body));
    bare.push(inNode);
    bareCpuMs += (user + system) / 1000 / ROUNDS;
  }
  return { worker, model, bare, workerCpuMs: average(workerCpuAtStart, readCpu()), bareCpuMs };
}

function readModelMs(body: string): number {
  const { timing }: { timing: { modelMs: number } } = JSON.parse(body);
  return timing.modelMs;
}

function average(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : (end - start) / ROUNDS;
}

/** The model of the release alone: tokenized before it is timed. */
async function openBareModel({
  releaseDir,
  manifest,
  tokenizer,
}: ServedRelease): Promise<(text: string) => Promise<unknown>> {
  const bytes = await readFile(join(releaseDir, manifest.entrypoints.model));
  const session = await createWasmSession(new Uint8Array(bytes));
  const known = new Map<string, readonly number[]>();
  return (text) => {
    const ids = known.get(text) ?? [...tokenizer.encode(text).ids];
    known.set(text, ids);
    const fill = (value: (index: number) => number) =>
      createInt64Tensor(
        BigInt64Array.from({ length: ids.length }, (_, index) => BigInt(value(index))),
        [1, ids.length],
      );
    return session.run({
      input_ids: fill((index) => ids[index] ?? 0),
      attention_mask: fill(() => 1),
      token_type_ids: fill(() => 0),
    });
  };
}

export function describeLatencies(latencies: readonly Latency[]): string {
  return `\`GET /sentiment\`, warm, one after another on one connection, ${ROUNDS} each, ms. Beside it the bare run: the model inside of the same requests, and the same ids in onnxruntime-web in Node. The goal for the ratio of the first two is ${GOAL_RATIO}. CPU times are means, with HTTP and V8's threads:

| tokens | worker p50 | p95 | model in it p50 | ratio | in Node p50 | ratio | worker CPU | Node CPU |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${latencies.map(describeLatency).join("\n")}`;
}

function describeLatency({ tokens, workerCpuMs, bareCpuMs, ...times }: Latency): string {
  const [worker, model, bare] = [times.worker, times.model, times.bare].map((values) =>
    quantile(values, 0.5),
  );
  const cells = [worker, quantile(times.worker, 0.95), model, divide(worker, model)];
  const rest = [bare, divide(worker, bare), workerCpuMs, bareCpuMs];
  return `| ${tokens} | ${[...cells, ...rest].map(format).join(" | ")} |`;
}

function divide(one = Number.NaN, other = Number.NaN): number {
  return one / other;
}

function format(value: number | null | undefined): string {
  return typeof value === "number" ? value.toFixed(2) : "unknown";
}
