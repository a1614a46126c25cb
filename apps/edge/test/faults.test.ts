/** What the store may do to a worker, and what the worker may not do for it. */
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { R2ModelStore } from "../src/model-store/r2-model-store.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import {
  answer404,
  breakOff,
  failWith500,
  type Fault,
  FaultyStore,
  sendHalf,
  sendOtherBytes,
  waitFor,
} from "./support/faulty-store.ts";
import {
  createRelease,
  createSecondRelease,
  POINTER_KEY,
  promote,
  publish,
  type Release,
} from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);
const QUESTION = askPath("楽しくて最高");
const NEVER = new Promise<never>(() => {});

const FAULTS: readonly (readonly [string, Fault, code: string, ofPointer: string])[] = [
  ["answers 404", answer404, "object-missing", "model-not-published"],
  ["answers 500", failWith500, "store-unreadable", "store-unreadable"],
  ["sends a short body", sendHalf, "object-length-mismatch", "pointer-invalid"],
  [
    "sends other bytes of the right length",
    sendOtherBytes,
    "object-digest-mismatch",
    "pointer-invalid",
  ],
  ["breaks off", breakOff, "store-unreadable", "store-unreadable"],
];
const PARTS = ["pointer", "manifestKey", "vocabularyKey", "modelKey"] as const;
const CASES = FAULTS.flatMap(([name, fault, code, ofPointer]) =>
  PARTS.map((part) => {
    const found = part === "pointer" ? ofPointer : code;
    // Nothing but its digest says how long a manifest is.
    const isShortManifest = part === "manifestKey" && found === "object-length-mismatch";
    return { name, fault, part, code: isShortManifest ? "object-digest-mismatch" : found };
  }),
);

let store: FaultyStore;
let first: Release;

beforeEach(async () => {
  await reset();
  first = await createRelease();
  await publish(first);
  await promote(first);
  store = new FaultyStore(new R2ModelStore(env.MODELS));
});

function keyOf(release: Release, part: (typeof PARTS)[number]): string {
  return part === "pointer" ? POINTER_KEY : release[part];
}

async function ask(worker: TestWorker): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await worker.fetch(QUESTION)).json());
}

describe("a cold worker whose store", () => {
  test.each(CASES)("$name for the $part says so, and answers once it is mended", async (broken) => {
    const key = keyOf(first, broken.part);
    store.faults.set(key, broken.fault);
    const worker = startTestWorker({ store });
    const response = await worker.fetch(QUESTION);
    expect(response.status).toBe(503);
    expect(Problem.parse(await response.json())).toMatchObject({
      code: broken.code,
      detail: expect.stringContaining(`"${key}"`),
    });
    store.faults.clear();
    worker.advanceSeconds(1);
    expect(await ask(worker)).toMatchObject({ model: { version: "fixture-1" } });
  });
});

describe("a serving worker whose store", () => {
  test.each(CASES)(
    "$name for the next $part serves on, and takes it once it is mended",
    async (broken) => {
      const worker = startTestWorker({ store });
      await ask(worker);
      const second = await createSecondRelease();
      await publish(second);
      await promote(second);
      store.faults.set(keyOf(second, broken.part), broken.fault);
      for (let look = 0; look < 3; look++) {
        worker.advanceSeconds(MAX_AGE_SECONDS);
        expect(await ask(worker)).toMatchObject({ model: { version: "fixture-1" } });
      }
      expect(worker.log.find(({ level }) => level === "error")).toMatchObject({
        code: broken.code,
      });
      store.faults.clear();
      worker.advanceSeconds(MAX_AGE_SECONDS);
      await ask(worker);
      expect(await ask(worker)).toMatchObject({
        label: "negative",
        model: { version: "fixture-2" },
      });
    },
  );
});

describe("a release that this worker cannot serve", () => {
  test.each([
    ["names a manifest that is missing", {}, "object-missing"],
    ["names a manifest of a newer schema", { schemaVersion: 3 }, "manifest-schema-unsupported"],
  ])("because the pointer %s leaves the old one serving", async (_, changes, code) => {
    const worker = startTestWorker({ store });
    await ask(worker);
    const next = await createRelease({ version: "next", ...changes });
    if (code !== "object-missing") await publish(next);
    await promote(next);
    worker.advanceSeconds(MAX_AGE_SECONDS);
    await ask(worker);
    expect(await ask(worker)).toMatchObject({ model: { version: "fixture-1" } });
    expect(worker.log.at(-1)).toMatchObject({ event: "release-refused", code, version: "next" });
  });
});

describe("a slow store", () => {
  test("is read once for 200 first requests, and all are answered", async () => {
    const gate = Promise.withResolvers<void>();
    store.faults.set(first.modelKey, waitFor(gate.promise));
    const worker = startTestWorker({ store });
    const answers = Promise.all(Array.from({ length: 200 }, () => ask(worker)));
    await scheduler.wait(50);
    gate.resolve();
    for (const answer of await answers) expect(answer.label).toBe("positive");
    expect(worker.store.keys).toHaveLength(4);
  });

  test("is waited for only so long, and what it holds up is given back", async () => {
    store.faults.set(first.modelKey, waitFor(NEVER));
    const worker = startTestWorker({ store, loadLimitMs: 20 });
    const response = await worker.fetchAtOnce(QUESTION);
    expect(response.status).toBe(503);
    expect(Problem.parse(await response.json())).toMatchObject({ code: "load-timed-out" });
    store.faults.clear();
    expect((await worker.fetchAtOnce(QUESTION)).status).toBe(200);
  });

  test("does not keep a serving worker from answering", async () => {
    const worker = startTestWorker({ store });
    await ask(worker);
    store.faults.set(POINTER_KEY, waitFor(NEVER));
    worker.advanceSeconds(MAX_AGE_SECONDS);
    for (let round = 0; round < 3; round++) {
      expect((await worker.fetchAtOnce(QUESTION)).status).toBe(200);
    }
  });
});
