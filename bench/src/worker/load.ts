/** Many connections for a while, each with the next question as soon as it has an answer. */
import { quantile } from "../quantile.ts";
import { askPath, type Client, openClient, requireAnswer } from "./client.ts";
import { readIsolateMemory } from "./isolate-memory.ts";
import type { ServedRelease } from "./served-release.ts";
import type { RunningWorkerd } from "./workerd.ts";

const MEBIBYTE = 2 ** 20;
const SHORTEST_TOKENS = 8;
const TOKEN_SPREAD = 121;
/** Has no divisor with the spread, so that every length has its turn. */
const TOKEN_STEP = 37;
const SETTLE_REQUESTS = 200;

export interface LoadReport {
  readonly connections: number;
  readonly seconds: number;
  /** Of those that were answered, in ms. */
  readonly times: readonly number[];
  /** How many were refused with 503 on purpose. */
  readonly refused: number;
  /** All else: other statuses, and connections that broke. */
  readonly errors: number;
  /** Bytes of heap, buffers and onnxruntime. */
  readonly memoryBefore: number;
  readonly memoryAfter: number;
}

interface Tally {
  readonly times: number[];
  refused: number;
  errors: number;
}

export async function measureLoad(
  release: ServedRelease,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<LoadReport> {
  const server = await release.start();
  const client = openClient(server.url, connections);
  try {
    const paths = makePaths(release);
    await settle(client, paths);
    const memoryBefore = await readMemory(server, client);
    const tally = await bombard(client, paths, { connections, seconds });
    return {
      connections,
      seconds,
      ...tally,
      memoryBefore,
      memoryAfter: await readMemory(server, client),
    };
  } finally {
    client.close();
    await server.stop();
  }
}

/** Texts of 8 to 128 tokens, no two the same. */
function makePaths({ textOf }: ServedRelease): (index: number) => string {
  const texts = Array.from({ length: TOKEN_SPREAD }, (_, extra) => textOf(SHORTEST_TOKENS + extra));
  return (index) => askPath(`${texts[(index * TOKEN_STEP) % TOKEN_SPREAD]}${index}`);
}

/** What a fresh isolate has not made yet is no leak. */
async function settle(client: Client, pathOf: (index: number) => string): Promise<void> {
  for (let index = 0; index < SETTLE_REQUESTS; index += 1) await client.get(pathOf(index));
}

async function bombard(
  client: Client,
  pathOf: (index: number) => string,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Tally> {
  const tally: Tally = { times: [], refused: 0, errors: 0 };
  const deadline = performance.now() + seconds * 1000;
  let index = SETTLE_REQUESTS;
  const keepAsking = async (): Promise<void> => {
    while (performance.now() < deadline) await count(client, pathOf((index += 1)), tally);
  };
  await Promise.all(Array.from({ length: connections }, keepAsking));
  return tally;
}

async function count(client: Client, path: string, tally: Tally): Promise<void> {
  const started = performance.now();
  const status = await client.get(path).then(
    (answer) => answer.status,
    () => 0,
  );
  if (status === 200) tally.times.push(performance.now() - started);
  else if (status === 503) tally.refused += 1;
  else tally.errors += 1;
}

async function readMemory(server: RunningWorkerd, client: Client): Promise<number> {
  const { heap, buffers } = await readIsolateMemory(server.inspectorPort);
  const body = await requireAnswer(client.get("/readyz"));
  const { memory }: { memory: { wasmBytes: number } } = JSON.parse(body);
  return heap + buffers + memory.wasmBytes;
}

export function describeLoad(report: LoadReport): string {
  const { connections, seconds, times, refused, errors, memoryBefore, memoryAfter } = report;
  const [p50, p99] = [0.5, 0.99].map((q) => quantile(times, q).toFixed(0));
  const [before, after] = [memoryBefore, memoryAfter].map((b) => (b / MEBIBYTE).toFixed(1));
  return `${connections} connections for ${seconds} s, texts of ${SHORTEST_TOKENS} to ${SHORTEST_TOKENS + TOKEN_SPREAD - 1} tokens, each another one: ${times.length} answers (${(times.length / seconds).toFixed(1)} a second), p50 ${p50} ms, p99 ${p99} ms; ${refused} refused with 503; ${errors} errors. Memory before ${before} MiB, after ${after} MiB.`;
}
