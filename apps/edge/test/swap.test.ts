/** Two releases and one isolate's memory. */
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

import { R2ModelStore } from "../src/model-store/r2-model-store.ts";
import { listModels, startRuntime } from "../src/runtime/runtime.ts";
import { readWasmBytes } from "../src/runtime/wasm-heap.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import { FaultyStore, sendOtherBytes, waitFor } from "./support/faulty-store.ts";
import { readFixture } from "./support/fixtures.ts";
import {
  createRelease,
  createSecondRelease,
  promote,
  publish,
  type Release,
} from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);
const QUESTION = askPath("楽しくて最高");
const MEBIBYTE = 2 ** 20;
/** Nothing fits beside anything. */
const NO_ROOM = { heapBytes: 0, isolateBytes: 0 };

let store: FaultyStore;

beforeEach(async () => {
  await reset();
  // Workers of earlier tests have models in the same heap.
  (await startRuntime()).abandon();
  store = new FaultyStore(new R2ModelStore(env.MODELS));
  await bring(await createRelease());
});

async function bring(release: Release): Promise<void> {
  await publish(release);
  await promote(release);
}

/** The fixture release with a model file of another size; what follows a model's end is not read. */
async function createSizedRelease(
  version: string,
  bytes: number,
  changes: object = {},
): Promise<Release> {
  const model = new Uint8Array(bytes);
  model.set(readFixture("model.ort"));
  model.set(new TextEncoder().encode(version), bytes - version.length);
  return createRelease({ version, ...changes }, { "model.ort": model });
}

async function ask(worker: TestWorker): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await worker.fetch(QUESTION)).json());
}

async function readVersion(worker: TestWorker): Promise<string> {
  return (await ask(worker)).model.version;
}

async function lookAgain(worker: TestWorker): Promise<string> {
  worker.advanceSeconds(MAX_AGE_SECONDS);
  await ask(worker);
  return readVersion(worker);
}

describe("where two releases do not fit beside each other", () => {
  test("the new one is verified before the old one leaves, and read again to where it stays", async () => {
    const worker = startTestWorker({ limits: NO_ROOM });
    await ask(worker);
    const second = await createSecondRelease();
    await bring(second);
    const before = worker.store.keys.length;
    expect(await lookAgain(worker)).toBe("fixture-2");
    const reads = worker.store.keys.slice(before).filter((key) => key.startsWith("blobs/"));
    expect(reads).toEqual([
      second.vocabularyKey,
      second.modelKey,
      second.vocabularyKey,
      second.modelKey,
    ]);
  });

  test("the old one never leaves for a release with a wrong file", async () => {
    const worker = startTestWorker({ store, limits: NO_ROOM });
    await ask(worker);
    const second = await createSecondRelease();
    await bring(second);
    store.faults.set(second.vocabularyKey, sendOtherBytes);
    expect(await lookAgain(worker)).toBe("fixture-1");
    expect(worker.log.filter(({ event }) => event === "model-loaded")).toHaveLength(1);
  });

  test("no request fails during the swap, and none gets a mixture", async () => {
    const worker = startTestWorker({ store, limits: NO_ROOM });
    await ask(worker);
    const second = await createSecondRelease();
    await bring(second);
    worker.advanceSeconds(MAX_AGE_SECONDS);
    const answers: Promise<SentimentAnswer>[] = [];
    for (let round = 0; round < 50; round++) {
      answers.push(ask(worker));
      await scheduler.wait(1);
    }
    const versions = (await Promise.all(answers)).map(({ label, model }) => [label, model.version]);
    for (const version of versions) {
      expect([
        ["positive", "fixture-1"],
        ["negative", "fixture-2"],
      ]).toContainEqual(version);
    }
    expect(versions.at(-1)).toEqual(["negative", "fixture-2"]);
  });

  test.each([
    [
      "does not open",
      { entrypoints: { model: "vocab.txt", master: "model.onnx", vocabulary: "vocab.txt" } },
      "model-unloadable",
    ],
    [
      "answers otherwise than published",
      { goldenTexts: [{ text: "品", tokens: 3, scores: { positive: 1, negative: 0 } }] },
      "golden-texts-off",
    ],
  ])("the old one comes back after one that %s, and no request fails", async (_, changes, code) => {
    const worker = startTestWorker({ limits: NO_ROOM });
    await ask(worker);
    await bring(await createSecondRelease(changes));
    worker.advanceSeconds(MAX_AGE_SECONDS);
    const answers: Promise<SentimentAnswer>[] = [];
    for (let round = 0; round < 50; round++) {
      answers.push(ask(worker));
      await scheduler.wait(1);
    }
    for (const { model } of await Promise.all(answers)) expect(model.version).toBe("fixture-1");
    expect(worker.log.filter(({ event }) => event === "release-refused")).toMatchObject([{ code }]);
    expect(worker.log.filter(({ event }) => event === "model-loaded")).toHaveLength(2);
  });

  test("the release that serves is kept when the pointer names it again", async () => {
    const worker = startTestWorker({ limits: NO_ROOM });
    await ask(worker);
    const before = worker.store.keys.length;
    expect(await lookAgain(worker)).toBe("fixture-1");
    expect(worker.store.keys).toHaveLength(before + 1);
  });
});

describe("50 swaps", () => {
  /** Sizes that grow and shrink, so that a hole rarely fits. */
  const sizes = Array.from({ length: 50 }, (_, index) => (1 + ((index * 7) % 11) / 2) * MEBIBYTE);

  test("beside each other keep to a bounded heap and leave one model in it", async () => {
    const worker = startTestWorker();
    await ask(worker);
    for (const [index, bytes] of sizes.entries()) {
      await bring(await createSizedRelease(`swap-${index}`, bytes));
      expect(await lookAgain(worker)).toBe(`swap-${index}`);
    }
    expect(listModels()).toHaveLength(1);
    expect(readWasmBytes()).toBeLessThanOrEqual(40 * MEBIBYTE);
  });

  test("one after another leave one model in the heap", async () => {
    const worker = startTestWorker({ limits: NO_ROOM });
    await ask(worker);
    for (const [index, bytes] of sizes.entries()) {
      await bring(await createSizedRelease(`swap-${index}`, bytes));
      expect(await lookAgain(worker)).toBe(`swap-${index}`);
    }
    expect(listModels()).toHaveLength(1);
  });
});

test("a release that does not fit although it should comes after the old one has left", async () => {
  const unlimited = { heapBytes: 2 ** 40, isolateBytes: 2 ** 40 };
  await bring(await createSizedRelease("large-1", 40 * MEBIBYTE));
  const worker = startTestWorker({ limits: unlimited });
  expect(await readVersion(worker)).toBe("large-1");
  await bring(await createSizedRelease("large-2", 41 * MEBIBYTE));
  expect(await lookAgain(worker)).toBe("large-2");
  expect(worker.log.filter(({ level }) => level === "error")).toEqual([]);
});

test("a release that no heap has room for is refused while the old one serves", async () => {
  const worker = startTestWorker();
  await ask(worker);
  await bring(await createSizedRelease("huge-1", 90 * MEBIBYTE));
  expect(await lookAgain(worker)).toBe("fixture-1");
  expect(worker.log.find(({ level }) => level === "error")).toMatchObject({
    code: "memory-exhausted",
  });
});

test("a request that is answered while the old release has left waits no longer than the limit", async () => {
  const worker = startTestWorker({ store, limits: NO_ROOM, loadLimitMs: 1_000 });
  await ask(worker);
  const second = await createSecondRelease();
  await bring(second);
  worker.advanceSeconds(MAX_AGE_SECONDS);
  let reads = 0;
  const secondRead = Promise.withResolvers<void>();
  store.faults.set(second.modelKey, async (object) => {
    reads += 1;
    if (reads < 2) return object;
    secondRead.resolve();
    return waitFor(new Promise<never>(() => {}))(object);
  });
  await worker.fetchAtOnce(QUESTION);
  await secondRead.promise;
  expect((await worker.fetchAtOnce(QUESTION)).status).toBe(503);
  store.faults.clear();
  expect((await worker.fetchAtOnce(QUESTION)).status).toBe(200);
});
