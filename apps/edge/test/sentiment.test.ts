import { reset } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";

import { Health, Readiness } from "../src/model-info/schemas.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import { expectations } from "./support/fixtures.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker } from "./support/test-worker.ts";

const worker = startTestWorker();

async function get(path: string): Promise<unknown> {
  const response = await worker.fetch(path);
  expect(response.status).toBe(200);
  return response.json();
}

async function ask(path: string): Promise<SentimentAnswer> {
  return SentimentAnswer.parse(await get(path));
}

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

describe("GET /sentiment", () => {
  test.each(expectations)("gives $text the scores of native onnxruntime", async (expected) => {
    const answer = await ask(askPath(expected.text));
    for (const [label, score] of Object.entries(expected.scores)) {
      expect(answer.scores[label]).toBeCloseTo(score, 6);
    }
    expect(answer.tokens).toBe(expected.tokens);
    expect(answer).toMatchObject({ truncated: false, windows: 1, abstained: false });
    const { manifestSha256 } = await createRelease();
    expect(answer.model).toEqual({ name: "sentiment", version: "fixture-1", manifestSha256 });
  });

  test.each(expectations)("answers $text with the label of the highest score", async ({ text }) => {
    const { label, score, scores } = await ask(askPath(text));
    expect(score).toBe(Math.max(...Object.values(scores)));
    expect(scores[label]).toBe(score);
    expect(Object.values(scores).reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
  });

  test("reads + as a space, as forms write it", async () => {
    const { timing: _, ...spaced } = await ask(askPath("良い"));
    expect(await get("/sentiment?text=%E8%89%AF+%E3%81%84")).toMatchObject(spaced);
  });

  test("gives the same answers to questions at the same time as one after another", async () => {
    const paths = expectations.map(({ text }) => askPath(text));
    const together = await Promise.all(paths.map(ask));
    for (const [index, path] of paths.entries()) {
      const { timing: _, ...alone } = await ask(path);
      expect(together[index]).toMatchObject(alone);
    }
  });
});

/** One question is all that it can be asked: see crossing/worker.ts. */
test("the deployed entry point answers, with the bindings and variables of wrangler.toml", async () => {
  const response = await exports.default.fetch(`https://kanjo.test${askPath("楽しくて最高")}`);
  expect(response.status).toBe(200);
  expect(SentimentAnswer.parse(await response.json())).toMatchObject({ label: "positive" });
});

test("GET /healthz answers ok", async () => {
  expect(Health.parse(await get("/healthz"))).toEqual({ status: "ok" });
});

test("GET /readyz names the model, its manifest's digest and the size of the heap", async () => {
  const { manifestSha256 } = await createRelease();
  const readiness = Readiness.parse(await get("/readyz"));
  expect(readiness.model).toEqual({ name: "sentiment", version: "fixture-1", manifestSha256 });
  expect(readiness.memory.wasmBytes).toBeGreaterThanOrEqual(16 * 2 ** 20);
  expect(readiness.memory.wasmBytes).toBeLessThanOrEqual(80 * 2 ** 20);
});
