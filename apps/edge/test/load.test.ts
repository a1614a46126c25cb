/** More questions than the model can answer at a time. */
import { reset } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { SentimentAnswer, SentimentAnswers } from "../src/sentiment/schemas.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

/** 64 texts of 80 characters and more, which the fixture model sees in 7 windows and more. */
const BATCH = Array.from({ length: 64 }, (_, index) =>
  "良い店".repeat(26).padEnd(80 + index, "悪"),
);

async function start(variables: Readonly<Record<string, string>> = {}): Promise<TestWorker> {
  const worker = startTestWorker({ variables });
  await worker.fetch("/readyz");
  return worker;
}

function post(worker: TestWorker, question: object, init: RequestInit = {}): Promise<Response> {
  return worker.fetch("/sentiment", {
    ...init,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
  });
}

/** Lets what has begun go on for a moment. */
function waitATurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

test("a question of 64 texts lets a question of one in", async () => {
  const worker = await start();
  const order: string[] = [];
  const batch = post(worker, { texts: BATCH }).then((response) => {
    order.push("batch");
    return response;
  });
  await waitATurn();
  const single = await worker.fetch(askPath("良い"));
  order.push("single");
  expect(single.status).toBe(200);
  const { results } = SentimentAnswers.parse(await (await batch).json());
  expect(results).toHaveLength(64);
  expect(order).toEqual(["single", "batch"]);
});

test("in company a text has the scores that it has alone", async () => {
  const worker = await start();
  const texts = BATCH.slice(0, 20);
  const [batch, ...singles] = await Promise.all([
    post(worker, { texts }),
    ...texts.map((text) => worker.fetch(askPath(text))),
  ]);
  const { results } = SentimentAnswers.parse(await batch.json());
  for (const [index, single] of singles.entries()) {
    const {
      model: _model,
      timing: _timing,
      ...answer
    } = SentimentAnswer.parse(await single.json());
    expect(results[index]).toEqual(answer);
  }
});

describe("the line", () => {
  test("is so long, and who comes later is told so at once, and when to ask again", async () => {
    const worker = await start({ QUEUE_QUESTIONS: "4" });
    const asked = BATCH.slice(0, 10).map((text) => worker.fetch(askPath(`${text}${text}`)));
    const responses = await Promise.all(asked);
    const statuses = responses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(4);
    const refused = responses.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    for (const response of refused) {
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(Problem.parse(await response.json()).type).toBe("/problems/overloaded");
    }
    expect((await worker.fetch(askPath("良い"))).status).toBe(200);
  });

  test("has room for so many tokens", async () => {
    const worker = await start({ QUEUE_TOKENS: "16384" });
    const texts = Array.from({ length: 20 }, (_, index) => `${"良い店".repeat(100)}${index}`);
    const responses = await Promise.all(
      [1, 2, 3].map((one) => post(worker, { texts, sentences: one === 2, explain: false })),
    );
    expect(responses[0]?.status).toBe(200);
    expect(responses.map(({ status }) => status)).toContain(503);
  });
});

describe("the same question at the same time", () => {
  test("is answered once", async () => {
    const worker = await start({ QUEUE_QUESTIONS: "1" });
    const text = BATCH.join("").slice(0, 2_000);
    const responses = await Promise.all(
      Array.from({ length: 50 }, () => worker.fetch(askPath(text))),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    const bodies = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(bodies).size).toBe(1);
    const sources = worker.requests.map(({ source }) => source);
    expect(sources.filter((source) => source === "miss")).toHaveLength(1);
    expect(sources.filter((source) => source === "shared")).toHaveLength(49);
  });
});

describe("a client that goes away", () => {
  test("frees its place", async () => {
    const worker = await start({ QUEUE_QUESTIONS: "1" });
    const client = new AbortController();
    const gone = post(worker, { texts: BATCH }, { signal: client.signal });
    await waitATurn();
    expect((await worker.fetch(askPath("良い"))).status).toBe(503);
    client.abort();
    expect((await gone).status).toBe(499);
    expect((await worker.fetch(askPath("良い"))).status).toBe(200);
    expect(worker.log.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("leaves the answer to those who asked the same", async () => {
    const worker = await start();
    const client = new AbortController();
    const gone = post(worker, { texts: BATCH }, { signal: client.signal });
    const stays = post(worker, { texts: BATCH });
    await waitATurn();
    client.abort();
    expect((await gone).status).toBe(499);
    expect((await stays).status).toBe(200);
  });
});
