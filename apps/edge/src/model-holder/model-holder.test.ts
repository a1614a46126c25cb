import { KanjoError } from "@kanjo/shared/error";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";
import { describe, expect, test } from "vitest";

import { createLogger } from "../logger.ts";
import type { Model } from "../model/model.ts";
import { ModelHolder, type Outcome } from "./model-holder.ts";
import type { ReleaseSource } from "./release-loader.ts";

/** A limit that is over at the next turn of the event loop. */
const AT_ONCE_MS = 1;
/** So that however long a turn takes, it is the limit's timer that ends a wait. */
const STOPPED_CLOCK = (): number => 0;
const NEVER = new Promise<never>(() => {});
const waiter = { waitUntil: (): void => {} };

class FakeModel implements Model {
  readonly name = "fake";
  readonly manifestSha256: string;
  readonly version: string;
  released = 0;

  constructor(version: string) {
    this.version = version;
    this.manifestSha256 = version.padEnd(64, "0");
  }

  classify = (): Promise<never> => NEVER;

  release = async (): Promise<void> => {
    this.released += 1;
  };
}

function createPointer({ version, manifestSha256 }: FakeModel): ChannelPointer {
  const promotedAt = "2026-11-23T00:00:00Z";
  const names = { schemaVersion: 2 as const, name: "fake", channel: "production" };
  return {
    ...names,
    version,
    manifestSha256,
    forced: false,
    percent: 100,
    previous: null,
    promotedAt,
  };
}

/** A channel that points to whatever `model` is. */
class FakeSource implements ReleaseSource {
  model: FakeModel;
  loads = 0;
  /** Stands between the start of a load and its end. */
  gate: Promise<unknown> = Promise.resolve();

  constructor(model: FakeModel) {
    this.model = model;
  }

  readPointer = async (): Promise<ChannelPointer> => createPointer(this.model);

  loadModel = async (): Promise<Model> => {
    this.loads += 1;
    const { model, gate } = this;
    await gate;
    return model;
  };
}

function createHolder(source: ReleaseSource, loadLimitMs = 30_000, now = Date.now): ModelHolder {
  const logger = createLogger(() => {});
  return new ModelHolder({ source, pointerMaxAgeMs: 0, loadLimitMs, now, logger });
}

const readVersion = async (model: Model): Promise<string> => model.version;

/** Lets promises that can go on do so. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

function answered(version: string): Outcome<string> {
  return { kind: "answered", value: version };
}

describe("a replaced model", () => {
  test("is released when its last answer is given, and only once", async () => {
    const [first, second] = [new FakeModel("1"), new FakeModel("2")];
    const source = new FakeSource(first);
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    source.model = second;
    const running = Promise.withResolvers<string>();
    const answers = [1, 2].map(() => holder.use(waiter, () => running.promise));
    await settle();
    expect(await holder.use(waiter, readVersion)).toEqual(answered("2"));
    expect(first.released).toBe(0);
    running.resolve("done");
    await Promise.all(answers);
    expect(first.released).toBe(1);
    expect(second.released).toBe(0);
  });

  test("is released at once when nobody uses it", async () => {
    const first = new FakeModel("1");
    const source = new FakeSource(first);
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    source.model = new FakeModel("2");
    await holder.use(waiter, readVersion);
    await settle();
    expect(first.released).toBe(1);
  });

  test("is released after an answer that failed", async () => {
    const first = new FakeModel("1");
    const source = new FakeSource(first);
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    const failing = Promise.withResolvers<string>();
    source.model = new FakeModel("2");
    const answer = holder.use(waiter, () => failing.promise);
    await settle();
    failing.reject(new Error("broken"));
    await expect(answer).rejects.toThrow("broken");
    expect(first.released).toBe(1);
  });
});

describe("a load that never ends, as after its request was cancelled", () => {
  test("is given up on by all who wait, and the next request starts anew", async () => {
    const source = new FakeSource(new FakeModel("1"));
    source.gate = NEVER;
    const holder = createHolder(source, AT_ONCE_MS, STOPPED_CLOCK);
    const outcomes = await Promise.all([1, 2, 3].map(() => holder.use(waiter, readVersion)));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: "unavailable", reason: { code: "load-timed-out" } });
    }
    source.gate = Promise.resolve();
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
    expect(source.loads).toBe(2);
  });

  test("does not keep a serving model from looking again", async () => {
    let nowMs = 0;
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source, 30_000, () => nowMs);
    await holder.use(waiter, readVersion);
    source.model = new FakeModel("2");
    source.gate = NEVER;
    await holder.use(waiter, readVersion);
    source.gate = Promise.resolve();
    nowMs = 29_999;
    await holder.use(waiter, readVersion);
    await settle();
    expect(source.loads).toBe(2);
    nowMs = 30_000;
    await holder.use(waiter, readVersion);
    await settle();
    expect(await holder.use(waiter, readVersion)).toEqual(answered("2"));
  });

  test("that ends after all is dropped when a later one took its place", async () => {
    const late = new FakeModel("1");
    const source = new FakeSource(late);
    const gate = Promise.withResolvers<void>();
    source.gate = gate.promise;
    const holder = createHolder(source, AT_ONCE_MS, STOPPED_CLOCK);
    await holder.use(waiter, readVersion);
    source.gate = Promise.resolve();
    source.model = new FakeModel("2");
    expect(await holder.use(waiter, readVersion)).toEqual(answered("2"));
    gate.resolve();
    await settle();
    expect(late.released).toBe(1);
    expect(await holder.use(waiter, readVersion)).toEqual(answered("2"));
  });
});

test("an attempt is kept alive by the request that started it, and by no other", async () => {
  const source = new FakeSource(new FakeModel("1"));
  const holder = createHolder(source);
  const kept: Promise<unknown>[] = [];
  const keeping = { waitUntil: (promise: Promise<unknown>): void => void kept.push(promise) };
  await Promise.all([1, 2, 3].map(() => holder.use(keeping, readVersion)));
  expect(kept).toHaveLength(1);
});

test("what a load throws that is no error of ours is answered as one", async () => {
  const source = new FakeSource(new FakeModel("1"));
  source.gate = Promise.reject(new TypeError("no such thing"));
  const outcome = await createHolder(source).use(waiter, readVersion);
  if (outcome.kind !== "unavailable") throw new Error("expected no model");
  expect(outcome.reason).toBeInstanceOf(KanjoError);
  expect(outcome.reason.message).toBe("the model cannot be loaded: no such thing");
});
