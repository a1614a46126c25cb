import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { channelKey } from "@kanjo/shared/manifest/keys";
import { beforeEach, describe, expect, test } from "vitest";

import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import {
  createRelease,
  createSecondRelease,
  flipByte,
  promote,
  publish,
  type Release,
} from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);
const CANARY_KEY = channelKey("sentiment", "canary");

let canary: Release;

beforeEach(async () => {
  await reset();
  const main = await createRelease();
  canary = await createSecondRelease();
  for (const release of [main, canary]) await publish(release);
  await promote(main);
});

function startIsolate(number: number): TestWorker {
  return startTestWorker({ variables: { CANARY_CHANNEL: "canary" }, draw: () => number });
}

async function promoteCanary(percent: number, release = canary): Promise<void> {
  await promote(release, { channel: "canary", percent }, CANARY_KEY);
}

async function readVersion(worker: TestWorker): Promise<string> {
  const response = await worker.fetch(askPath("楽しくて最高"));
  return SentimentAnswer.parse(await response.json()).model.version;
}

/** What serves after the pointers have been looked at again. */
async function readNextVersion(worker: TestWorker): Promise<string> {
  worker.advanceSeconds(MAX_AGE_SECONDS);
  await readVersion(worker);
  return readVersion(worker);
}

test.each([
  [0, 0, "fixture-1"],
  [5, 4.999, "fixture-2"],
  [5, 5, "fixture-1"],
  [100, 99.999, "fixture-2"],
])(
  "of the share %d, the isolate with the number %d serves %s",
  async (percent, number, version) => {
    await promoteCanary(percent);
    expect(await readVersion(startIsolate(number))).toBe(version);
  },
);

test("a worker without a canary channel does not look for one", async () => {
  await promoteCanary(100);
  const worker = startTestWorker();
  expect(await readVersion(worker)).toBe("fixture-1");
  expect(worker.store.keys).not.toContain(CANARY_KEY);
});

test("the isolate's number is drawn once", async () => {
  await promoteCanary(50);
  let draws = 0;
  const draw = (): number => [10, 90][draws++] ?? 90;
  const worker = startTestWorker({ variables: { CANARY_CHANNEL: "canary" }, draw });
  expect(await readVersion(worker)).toBe("fixture-2");
  expect(await readNextVersion(worker)).toBe("fixture-2");
  expect(draws).toBe(1);
});

describe("within the time in which a pointer is looked at again", () => {
  test("a larger percentage takes effect, and a smaller one, and none", async () => {
    const worker = startIsolate(30);
    expect(await readVersion(worker)).toBe("fixture-1");
    await promoteCanary(10);
    expect(await readNextVersion(worker)).toBe("fixture-1");
    await promoteCanary(50);
    expect(await readNextVersion(worker)).toBe("fixture-2");
    await promoteCanary(0);
    expect(await readNextVersion(worker)).toBe("fixture-1");
  });

  test("a canary that is taken away is left", async () => {
    await promoteCanary(100);
    const worker = startIsolate(0);
    expect(await readVersion(worker)).toBe("fixture-2");
    await env.MODELS.delete(CANARY_KEY);
    expect(await readNextVersion(worker)).toBe("fixture-1");
    expect(worker.log.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("a canary that becomes the main release is kept as it is", async () => {
    await promoteCanary(100);
    const worker = startIsolate(0);
    await readVersion(worker);
    await promote(canary);
    await env.MODELS.delete(CANARY_KEY);
    const before = worker.store.keys.length;
    expect(await readNextVersion(worker)).toBe("fixture-2");
    expect(worker.store.keys.slice(before)).not.toContain(canary.modelKey);
  });
});

describe("the main release serves", () => {
  test("where the canary is refused, which is said once for a while", async () => {
    await flipByte(canary.vocabularyKey);
    await promoteCanary(100);
    const worker = startIsolate(0);
    expect(await readVersion(worker)).toBe("fixture-1");
    expect(await readVersion(worker)).toBe("fixture-1");
    const errors = worker.log.filter(({ level }) => level === "error");
    expect(errors).toMatchObject([{ event: "release-refused", version: "fixture-2" }]);
  });

  test("where the canary's golden texts are off", async () => {
    const off = await createSecondRelease({ goldenTexts: [goldenTextThatIsOff()] });
    await publish(off);
    await promoteCanary(100, off);
    const worker = startIsolate(0);
    expect(await readVersion(worker)).toBe("fixture-1");
    expect(worker.log[0]).toMatchObject({ code: "golden-texts-off" });
  });

  test("where the canary's pointer is none, which is said", async () => {
    await env.MODELS.put(CANARY_KEY, "{");
    const worker = startIsolate(0);
    expect(await readVersion(worker)).toBe("fixture-1");
    expect(worker.log[0]).toMatchObject({ event: "pointer-unusable", code: "pointer-invalid" });
  });
});

test("the canary serves on where the main channel's pointer is none", async () => {
  await promoteCanary(100);
  const worker = startIsolate(0);
  await readVersion(worker);
  await env.MODELS.put(channelKey("sentiment", "production"), "{");
  expect(await readNextVersion(worker)).toBe("fixture-2");
});

function goldenTextThatIsOff(): object {
  return { text: "楽しくて最高", tokens: 8, scores: { negative: 0.5, positive: 0.5 } };
}
