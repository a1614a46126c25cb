import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeEach, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { startRuntime } from "../src/runtime/runtime.ts";
import { MAX_HEAP_BYTES, readWasmBytes } from "../src/runtime/wasm-heap.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import { createRelease, createSecondRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);
/** No session is there, nor anything else. */
const PAST_THE_END = 0xffff_fff0;
const QUESTION = askPath("楽しくて最高");

let worker: TestWorker;
/** Before everything that the worker has in the heap. */
let heapStart: number;

beforeEach(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
  heapStart = await markHeap();
  worker = startTestWorker();
  await ask();
});

afterAll(breakHeap);

async function markHeap(): Promise<number> {
  const runtime = await startRuntime();
  return runtime.call((ort) => ort.malloc(1));
}

/** As a bug in a kernel might: the next run traps. */
async function breakHeap(): Promise<void> {
  const runtime = await startRuntime();
  runtime.call((ort) => ort.bytes.fill(0xff, heapStart));
}

async function ask(): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await worker.fetch(QUESTION)).json());
}

test("the request that meets a trap gets 503, and the next one the answer as before", async () => {
  const before = await ask();
  await breakHeap();
  const response = await worker.fetch(QUESTION);
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).not.toBeNull();
  expect(Problem.parse(await response.json())).toMatchObject({ code: "model-restarting" });
  const { scores, model } = await ask();
  expect({ scores, model }).toEqual({ scores: before.scores, model: before.model });
  expect(worker.log.filter(({ level }) => level === "error")).toMatchObject([
    { event: "runtime-broken", version: "fixture-1" },
  ]);
});

test("of requests at the same time, one at least gets 503, and none waits in vain", async () => {
  await breakHeap();
  const responses = await Promise.all(Array.from({ length: 20 }, () => worker.fetch(QUESTION)));
  const statuses = responses.map(({ status }) => status);
  expect(statuses).toContain(503);
  expect(statuses.filter((status) => status !== 503 && status !== 200)).toEqual([]);
  expect((await worker.fetch(QUESTION)).status).toBe(200);
});

test("a worker that traps again and again keeps to its one heap", async () => {
  for (let round = 0; round < 10; round++) {
    const runtime = await startRuntime();
    expect(() => runtime.call((ort) => ort.releaseSession(PAST_THE_END))).toThrow(
      expect.objectContaining({ code: "model-restarting" }),
    );
    expect((await worker.fetch(QUESTION)).status).toBe(200);
  }
  expect(readWasmBytes()).toBeLessThanOrEqual(MAX_HEAP_BYTES);
  expect(worker.log.filter(({ event }) => event === "runtime-broken")).toHaveLength(10);
});

test("a new release is taken after a trap as at any time", async () => {
  const second = await createSecondRelease();
  await publish(second);
  await promote(second);
  await breakHeap();
  expect((await worker.fetch(QUESTION)).status).toBe(503);
  expect((await ask()).model.version).toBe("fixture-2");
});

test("what served comes back when a trap meets a store that does not answer", async () => {
  await env.MODELS.delete("models/sentiment/channels/production.json");
  await breakHeap();
  expect((await worker.fetch(QUESTION)).status).toBe(503);
  expect(await ask()).toMatchObject({ label: "positive", model: { version: "fixture-1" } });
  worker.advanceSeconds(MAX_AGE_SECONDS);
  expect((await worker.fetch(QUESTION)).status).toBe(200);
});
