import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import {
  POINTER_KEY,
  type Release,
  createRelease,
  createSecondRelease,
  flipByte,
  promote,
  publish,
} from "./support/releases.ts";
import { type TestWorker, askPath, startTestWorker } from "./support/test-worker.ts";

const MAX_AGE_SECONDS = Number(env.POINTER_MAX_AGE_SECONDS);
const QUESTION = askPath("楽しくて最高");

let worker: TestWorker;
let second: Release;

async function ask(): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await (await worker.fetch(QUESTION)).json());
}

/** Asks when the pointer is too old, so that it is read in the background, and once more after that. */
async function askAfterMaxAge(): Promise<SentimentAnswer> {
  worker.advanceSeconds(MAX_AGE_SECONDS);
  await ask();
  return ask();
}

function countReads(key: string): number {
  return worker.store.keys.filter((read) => read === key).length;
}

beforeEach(async () => {
  await reset();
  const first = await createRelease();
  await publish(first);
  await promote(first);
  second = await createSecondRelease();
  worker = startTestWorker();
  await ask();
});

test("the first release serves at the beginning", async () => {
  expect(await ask()).toMatchObject({ label: "positive", model: { version: "fixture-1" } });
});

describe("the channel's pointer", () => {
  test("is not read again before it is old", async () => {
    worker.advanceSeconds(MAX_AGE_SECONDS - 0.001);
    await ask();
    expect(countReads(POINTER_KEY)).toBe(1);
  });

  test("is read once when it is old, however many ask, and the model is kept", async () => {
    worker.advanceSeconds(MAX_AGE_SECONDS);
    await Promise.all(Array.from({ length: 20 }, ask));
    expect(worker.store.keys.slice(4)).toEqual([POINTER_KEY]);
  });
});

describe("a second release", () => {
  test("takes over without a restart, after the answer that found it", async () => {
    await publish(second);
    await promote(second);
    worker.advanceSeconds(MAX_AGE_SECONDS);
    expect((await ask()).model.version).toBe("fixture-1");
    expect(await ask()).toMatchObject({ label: "negative", model: { version: "fixture-2" } });
  });

  test("is rolled back by the pointer alone", async () => {
    await publish(second);
    await promote(second);
    await askAfterMaxAge();
    await promote(await createRelease());
    expect(await askAfterMaxAge()).toMatchObject({ model: { version: "fixture-1" } });
  });

  test("takes over while questions run, and each gets one release's answer", async () => {
    await publish(second);
    await promote(second);
    worker.advanceSeconds(MAX_AGE_SECONDS);
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    for (const { label, model } of answers) {
      expect([label, model.version]).toEqual(
        model.version === "fixture-1" ? ["positive", "fixture-1"] : ["negative", "fixture-2"],
      );
    }
  });
});

describe("a release that is not sound", () => {
  beforeEach(async () => {
    await publish(second);
    await flipByte(second.vocabularyKey);
    await promote(second);
  });

  test("is refused while the old one serves", async () => {
    expect(await askAfterMaxAge()).toMatchObject({
      label: "positive",
      model: { version: "fixture-1" },
    });
    expect((await worker.fetch("/readyz")).status).toBe(200);
  });

  test("is logged with what is wrong and what serves", async () => {
    await askAfterMaxAge();
    expect(worker.log.filter(({ level }) => level === "error")).toEqual([
      {
        level: "error",
        event: "release-refused",
        code: "object-digest-mismatch",
        message: expect.stringContaining(second.vocabularyKey),
        version: "fixture-2",
        serving: "fixture-1",
      },
    ]);
  });

  test("is fetched less and less often", async () => {
    for (let check = 0; check < 20; check++) await askAfterMaxAge();
    expect(countReads(POINTER_KEY)).toBe(21);
    // Pauses of 1, 2, 4, 8 and 16 s end before the next check; then 32 s: 2 checks, 64: 3, 128: 5.
    expect(countReads(second.vocabularyKey)).toBe(9);
  });

  test("takes over once it is mended", async () => {
    await askAfterMaxAge();
    await publish(second);
    expect(await askAfterMaxAge()).toMatchObject({ model: { version: "fixture-2" } });
  });

  test("does not keep a third one waiting", async () => {
    for (let check = 0; check < 10; check++) await askAfterMaxAge();
    const third = await createRelease({ version: "fixture-3" });
    await publish(third);
    await promote(third);
    expect(await askAfterMaxAge()).toMatchObject({ model: { version: "fixture-3" } });
  });
});

test("a pointer that vanishes leaves the model serving", async () => {
  await env.MODELS.delete(POINTER_KEY);
  expect(await askAfterMaxAge()).toMatchObject({ model: { version: "fixture-1" } });
  expect(worker.log.at(-1)).toMatchObject({ event: "pointer-unusable", serving: "fixture-1" });
});

test("nothing of a text is logged, whatever happens", async () => {
  await flipByte(POINTER_KEY);
  worker.advanceSeconds(MAX_AGE_SECONDS);
  await worker.fetch(askPath("秘密の話"));
  await worker.fetch(`/sentiment?text=${"秘密の話".repeat(600)}`);
  await worker.fetch("/sentiment/秘密の話?秘密の話");
  expect(worker.log.length).toBeGreaterThan(1);
  expect(decodeURIComponent(JSON.stringify(worker.log))).not.toContain("秘密");
});
