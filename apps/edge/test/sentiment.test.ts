import { reset } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";

import { Health, Readiness, SentimentAnswer } from "../src/http/schemas.ts";
import { expectations } from "./support/fixtures.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath } from "./support/test-worker.ts";

/** The deployed entry point, with the bindings and variables of wrangler.toml. */
async function get(path: string): Promise<unknown> {
  const response = await exports.default.fetch(`https://kanjo.test${path}`);
  expect(response.status).toBe(200);
  return response.json();
}

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

describe("GET /sentiment", () => {
  test.each(expectations)("gives $text the scores of native onnxruntime", async (expected) => {
    const answer = SentimentAnswer.parse(await get(askPath(expected.text)));
    for (const [label, score] of Object.entries(expected.scores)) {
      expect(answer.scores[label]).toBeCloseTo(score, 6);
    }
    expect(answer.tokens).toBe(expected.tokens);
    expect(answer.truncated).toBe(false);
    expect(answer.model).toEqual({ name: "sentiment", version: "fixture-1" });
  });

  test.each(expectations)("answers $text with the label of the highest score", async ({ text }) => {
    const { label, score, scores } = SentimentAnswer.parse(await get(askPath(text)));
    expect(score).toBe(Math.max(...Object.values(scores)));
    expect(scores[label]).toBe(score);
    expect(Object.values(scores).reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
  });

  test("reads + as a space, as forms write it", async () => {
    expect(await get("/sentiment?text=%E8%89%AF+%E3%81%84")).toEqual(await get(askPath("良い")));
  });

  test("says that a text was cut to the model's 16 tokens", async () => {
    const atLimit = SentimentAnswer.parse(await get(askPath("良".repeat(14))));
    const overLimit = SentimentAnswer.parse(await get(askPath(`${"良".repeat(14)}悪`)));
    expect(atLimit).toMatchObject({ tokens: 16, truncated: false });
    expect(overLimit).toEqual({ ...atLimit, truncated: true });
  });

  test("takes a text of exactly 2,000 UTF-16 units", async () => {
    expect(await get(askPath("良".repeat(2_000)))).toMatchObject({ truncated: true });
  });

  test("gives the same answers to questions at the same time as one after another", async () => {
    const paths = expectations.map(({ text }) => askPath(text));
    const together = await Promise.all(paths.map(get));
    for (const [index, path] of paths.entries()) expect(together[index]).toEqual(await get(path));
  });
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
