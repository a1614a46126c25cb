import { KanjoError } from "@kanjo/shared/error";
import type { ClassifiedText } from "@kanjo/shared/classifier";
import type { ChannelPointer } from "@kanjo/shared/manifest/pointer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";
import { describe, expect, test } from "vitest";

import { fixtureManifest, readFixtureText } from "../../test/support/fixtures.ts";
import { createLogger } from "../logger.ts";
import type { LoadSite } from "../model/load-model.ts";
import type { Model } from "../model/model.ts";
import { ModelHolder, type Outcome } from "./model-holder.ts";
import type { PointerReading, ReleaseSource } from "./release-loader.ts";

/** A limit that is over at the next turn of the event loop. */
const AT_ONCE_MS = 1;
/** So that however long a turn takes, it is the limit's timer that ends a wait. */
const STOPPED_CLOCK = (): number => 0;
const NEVER = new Promise<never>(() => {});
const tokenizer = loadTokenizer(fixtureManifest.tokenizer, {
  vocabulary: readFixtureText("vocab.txt"),
});
const waiter = { waitUntil: (): void => {} };

class FakeModel implements Model {
  readonly name = "fake";
  readonly manifestSha256: string;
  readonly version: string;
  readonly manifest = fixtureManifest;
  readonly tokenizer = tokenizer;
  /** Texts that it was asked. */
  readonly asked: string[] = [];
  /** Golden texts that it answers otherwise. */
  offAt: readonly number[] = [];
  broken = false;
  released = 0;

  constructor(version: string) {
    this.version = version;
    this.manifestSha256 = version.padEnd(64, "0");
  }

  classify = async (text: string): Promise<ClassifiedText> => {
    this.asked.push(text);
    const index = fixtureManifest.goldenTexts.findIndex((golden) => golden.text === text);
    const { tokens = 0, scores = {} } = fixtureManifest.goldenTexts[index] ?? {};
    const score = scores["positive"] ?? 0;
    const shown = this.offAt.includes(index) ? { ...scores, positive: score + 0.002 } : scores;
    return { label: "positive", score, scores: shown, tokens, truncated: false };
  };

  classifyEncoding = (): Promise<never> => NEVER;
  isBroken = (): boolean => this.broken;

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

/** Channels that point to whatever `model` and then `others` are. */
class FakeSource implements ReleaseSource {
  model: FakeModel;
  others: readonly FakeModel[] = [];
  /** Versions in the order of their loads. */
  readonly loads: string[] = [];
  /** Stands between the start of a load and its end. */
  gate: Promise<unknown> = Promise.resolve();
  /** Whether a model has to leave before the next one is loaded. */
  isFull = false;
  /** Of loads, by version. */
  readonly failures = new Map<string, KanjoError>();

  constructor(model: FakeModel) {
    this.model = model;
  }

  readPointers = async (): Promise<PointerReading> => ({
    pointers: [createPointer(this.model), ...this.others.map(createPointer)],
    problem: null,
  });

  loadModel = async (pointer: ChannelPointer, site: LoadSite): Promise<Model> => {
    this.loads.push(pointer.version);
    const { gate } = this;
    const model = this.#find(pointer);
    await gate;
    if (this.isFull) await site.makeRoom();
    const failure = this.failures.get(pointer.version);
    if (failure !== undefined) throw failure;
    return model;
  };

  #known = new Map<string, FakeModel>();

  #find({ version }: ChannelPointer): FakeModel {
    for (const model of [this.model, ...this.others]) this.#known.set(model.version, model);
    const model = this.#known.get(version);
    if (model === undefined) throw new Error(`no model ${version}`);
    return model;
  }
}

interface Options {
  readonly loadLimitMs?: number;
  readonly now?: () => number;
  readonly log?: string[];
}

function createHolder(source: ReleaseSource, options: Options = {}): ModelHolder {
  const { loadLimitMs = 30_000, now = Date.now, log = [] } = options;
  const logger = createLogger((line) => log.push(line));
  return new ModelHolder({ source, pointerMaxAgeMs: 0, loadLimitMs, now, logger });
}

const readVersion = async (model: Model): Promise<string> => model.version;

/** Lets promises that can go on do so, and what waits for its turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
  }
}

function answered(version: string): Outcome<string> {
  return { kind: "answered", value: version };
}

function unavailable(code: string): object {
  return { kind: "unavailable", reason: { code } };
}

const bad = new KanjoError("object-missing", "no such object");

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

  test("is released although an answer never ends, once that has taken too long", async () => {
    let nowMs = 0;
    const first = new FakeModel("1");
    const source = new FakeSource(first);
    const holder = createHolder(source, { now: () => nowMs });
    await holder.use(waiter, readVersion);
    void holder.use(waiter, () => NEVER);
    await settle();
    source.model = new FakeModel("2");
    await holder.use(waiter, readVersion);
    await settle();
    nowMs = 29_999;
    await holder.use(waiter, readVersion);
    await settle();
    expect(first.released).toBe(0);
    nowMs = 30_000;
    await holder.use(waiter, readVersion);
    await settle();
    expect(first.released).toBe(1);
  });
});

describe("a load that never ends, as after its request was cancelled", () => {
  test("is given up on by all who wait, and the next request starts anew", async () => {
    const source = new FakeSource(new FakeModel("1"));
    source.gate = NEVER;
    const holder = createHolder(source, { loadLimitMs: AT_ONCE_MS, now: STOPPED_CLOCK });
    const outcomes = await Promise.all([1, 2, 3].map(() => holder.use(waiter, readVersion)));
    for (const outcome of outcomes) expect(outcome).toMatchObject(unavailable("load-timed-out"));
    source.gate = Promise.resolve();
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
    expect(source.loads).toEqual(["1", "1"]);
  });

  test("has what it took given back", async () => {
    const source = new FakeSource(new FakeModel("1"));
    let returned = 0;
    const load = source.loadModel;
    source.loadModel = (pointer, site) => {
      site.cleanup.add(() => (returned += 1));
      return load(pointer, site);
    };
    source.gate = NEVER;
    const holder = createHolder(source, { loadLimitMs: AT_ONCE_MS, now: STOPPED_CLOCK });
    await holder.use(waiter, readVersion);
    expect(returned).toBe(1);
  });

  test("does not keep a serving model from looking again", async () => {
    let nowMs = 0;
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source, { now: () => nowMs });
    await holder.use(waiter, readVersion);
    source.model = new FakeModel("2");
    source.gate = NEVER;
    await holder.use(waiter, readVersion);
    source.gate = Promise.resolve();
    nowMs = 29_999;
    await holder.use(waiter, readVersion);
    await settle();
    expect(source.loads).toEqual(["1", "2"]);
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
    const holder = createHolder(source, { loadLimitMs: AT_ONCE_MS, now: STOPPED_CLOCK });
    await holder.use(waiter, readVersion);
    source.gate = Promise.resolve();
    source.model = new FakeModel("2");
    expect(await holder.use(waiter, readVersion)).toEqual(answered("2"));
    gate.resolve();
    await settle();
    expect(late.released).toBe(1);
    expect(await holder.use(waiter, readVersion)).toEqual(answered("2"));
  });

  test("that ends after all does not make the model leave that serves by then", async () => {
    const source = new FakeSource(new FakeModel("1"));
    const gate = Promise.withResolvers<void>();
    source.gate = gate.promise;
    source.isFull = true;
    const holder = createHolder(source, { loadLimitMs: AT_ONCE_MS, now: STOPPED_CLOCK });
    await holder.use(waiter, readVersion);
    source.gate = Promise.resolve();
    const second = new FakeModel("2");
    source.model = second;
    await holder.use(waiter, readVersion);
    gate.resolve();
    await settle();
    expect(second.released).toBe(0);
  });
});

interface FullHolder {
  readonly holder: ModelHolder;
  readonly source: FakeSource;
  readonly first: FakeModel;
  readonly log: readonly string[];
}

describe("where two releases do not fit", () => {
  async function serveFull(): Promise<FullHolder> {
    const first = new FakeModel("1");
    const source = new FakeSource(first);
    source.isFull = true;
    const log: string[] = [];
    const holder = createHolder(source, { log });
    await holder.use(waiter, readVersion);
    return { holder, source, first, log };
  }

  test("the old one gives its last answer and leaves, and requests wait for the new one", async () => {
    const { holder, source, first } = await serveFull();
    source.model = new FakeModel("2");
    const running = Promise.withResolvers<string>();
    const last = holder.use(waiter, () => running.promise);
    await settle();
    const waiting = [1, 2, 3].map(() => holder.use(waiter, readVersion));
    await settle();
    expect(first.released).toBe(0);
    running.resolve("1");
    expect(await last).toEqual(answered("1"));
    expect(await Promise.all(waiting)).toEqual([1, 2, 3].map(() => answered("2")));
    expect(first.released).toBe(1);
  });

  test.each([
    [
      "cannot be loaded",
      (source: FakeSource) => void source.failures.set("2", bad),
      "object-missing",
    ],
    [
      "answers its golden texts otherwise",
      (source: FakeSource) => void (source.model.offAt = [1]),
      "golden-texts-off",
    ],
  ])("the old one comes back when the new one %s", async (_, spoil, code) => {
    const { holder, source, log } = await serveFull();
    source.model = new FakeModel("2");
    spoil(source);
    await holder.use(waiter, readVersion);
    const waiting = [1, 2, 3].map(() => holder.use(waiter, readVersion));
    expect(await Promise.all(waiting)).toEqual([1, 2, 3].map(() => answered("1")));
    expect(source.loads).toEqual(["1", "2", "1"]);
    expect(log.filter((line) => line.includes(code))).toHaveLength(1);
  });

  test("requests are told why when the old one cannot come back either", async () => {
    const { holder, source } = await serveFull();
    source.model = new FakeModel("2");
    source.failures.set("2", bad).set("1", bad);
    await holder.use(waiter, readVersion);
    expect(await holder.use(waiter, readVersion)).toMatchObject(unavailable("object-missing"));
  });
});

describe("golden texts", () => {
  const texts = fixtureManifest.goldenTexts.map(({ text }) => text);

  test("are asked of a release before it takes over, all of them", async () => {
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    const second = new FakeModel("2");
    source.model = second;
    const asked: number[] = [];
    await holder.use(waiter, async (model) =>
      asked.push(model === second ? second.asked.length : 0),
    );
    await settle();
    await holder.use(waiter, async (model) =>
      asked.push(model === second ? second.asked.length : 0),
    );
    expect(asked).toEqual([0, texts.length]);
  });

  test("are asked of the first release after the shortest once it serves", async () => {
    const first = new FakeModel("1");
    const holder = createHolder(new FakeSource(first));
    await holder.use(waiter, async () => expect(first.asked).toHaveLength(1));
    await settle();
    expect(first.asked[0]).toBe("楽しくて最高");
    expect(first.asked.toSorted()).toEqual(texts.toSorted());
  });

  test.each([0, 1, 2])("of which number %i is off keep the old one serving", async (index) => {
    const log: string[] = [];
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source, { log });
    await holder.use(waiter, readVersion);
    const second = new FakeModel("2");
    second.offAt = [index];
    source.model = second;
    await holder.use(waiter, readVersion);
    await settle();
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
    expect(second.released).toBe(1);
    const refusal = log.find((line) => line.includes("release-refused")) ?? "";
    expect(refusal).toContain(`goldenTexts[${index}] of fake/2`);
    expect(refusal).toContain('"code":"golden-texts-off"');
    for (const text of texts) expect(refusal).not.toContain(text);
  });

  test("that are found off while the first release serves end its service", async () => {
    const first = new FakeModel("1");
    first.offAt = [0];
    const holder = createHolder(new FakeSource(first), { now: STOPPED_CLOCK });
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
    await settle();
    expect(await holder.use(waiter, readVersion)).toMatchObject(unavailable("golden-texts-off"));
    expect(first.released).toBe(1);
  });

  test("that were found off are all asked first when the release is tried again", async () => {
    let nowMs = 0;
    const first = new FakeModel("1");
    first.offAt = [0];
    const holder = createHolder(new FakeSource(first), { now: () => nowMs });
    await holder.use(waiter, readVersion);
    await settle();
    nowMs = 1_000;
    expect(await holder.use(waiter, readVersion)).toMatchObject(unavailable("golden-texts-off"));
    first.offAt = [];
    nowMs = 10_000;
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
  });
});

describe("when onnxruntime traps", () => {
  const restarting = new KanjoError("model-restarting", "onnxruntime stopped");

  async function trap(holder: ModelHolder): Promise<Outcome<never>> {
    return holder.use(waiter, async (model) => {
      if (model instanceof FakeModel) model.broken = true;
      throw restarting;
    });
  }

  test("the request is told so, and the next ones wait for the release to come back", async () => {
    const log: string[] = [];
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source, { log });
    await holder.use(waiter, readVersion);
    source.model = new FakeModel("1");
    expect(await trap(holder)).toMatchObject(unavailable("model-restarting"));
    const next = [1, 2, 3].map(() => holder.use(waiter, readVersion));
    expect(await Promise.all(next)).toEqual([1, 2, 3].map(() => answered("1")));
    expect(source.loads).toEqual(["1", "1"]);
    expect(log.filter((line) => line.includes("runtime-broken"))).toHaveLength(1);
  });

  test("what served comes back when the channel points to what cannot be loaded", async () => {
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    source.model = new FakeModel("2");
    source.others = [];
    source.failures.set("2", bad);
    await trap(holder);
    const again = new FakeModel("1");
    source.loadModel = async ({ version }) => {
      if (version === "2") throw bad;
      return again;
    };
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
  });

  test("what served comes back when the store does not say what the channel points to", async () => {
    const source = new FakeSource(new FakeModel("1"));
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    source.readPointers = () => Promise.reject(new KanjoError("store-unreadable", "no answer"));
    source.model = new FakeModel("1");
    await trap(holder);
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
  });

  test("during the trial of another release, that one is refused and the old one comes back", async () => {
    const first = new FakeModel("1");
    const source = new FakeSource(first);
    const holder = createHolder(source);
    await holder.use(waiter, readVersion);
    const second = new FakeModel("2");
    second.classify = () => {
      first.broken = true;
      return Promise.reject(restarting);
    };
    source.model = second;
    await holder.use(waiter, readVersion);
    await settle();
    source.loadModel = async ({ version }) => new FakeModel(version);
    expect(await holder.use(waiter, readVersion)).toEqual(answered("1"));
  });
});

describe("of several pointers", () => {
  test("the first is served", async () => {
    const source = new FakeSource(new FakeModel("canary"));
    source.others = [new FakeModel("main")];
    expect(await createHolder(source).use(waiter, readVersion)).toEqual(answered("canary"));
  });

  test("the next is served while the first is refused, and the refusal is not forgotten", async () => {
    const source = new FakeSource(new FakeModel("canary"));
    source.others = [new FakeModel("main")];
    source.failures.set("canary", bad);
    const holder = createHolder(source, { now: STOPPED_CLOCK });
    expect(await holder.use(waiter, readVersion)).toEqual(answered("main"));
    await settle();
    await holder.use(waiter, readVersion);
    await settle();
    expect(source.loads).toEqual(["canary", "main"]);
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
