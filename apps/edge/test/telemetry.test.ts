/** What is told of a request, and what is not. */
import { reset } from "cloudflare:test";
import { ANALYTICS_COLUMNS } from "@kanjo/shared/analytics";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

import { NO_BINDINGS } from "../src/bindings.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const SECRET = "秘密";
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

const points: AnalyticsEngineDataPoint[] = [];
const analytics = {
  writeDataPoint: (point?: AnalyticsEngineDataPoint) => void points.push(point ?? {}),
};
let worker: TestWorker;

function post(question: object): Promise<Response> {
  return worker.fetch("/sentiment", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(question),
  });
}

/** A value of a data point, by the meaning of its column. */
function read(
  point: AnalyticsEngineDataPoint | undefined,
  column: keyof typeof ANALYTICS_COLUMNS,
): unknown {
  const [, kind, number] = /^(\D+)(\d+)$/.exec(ANALYTICS_COLUMNS[column]) ?? [];
  const values = { index: point?.indexes, blob: point?.blobs, double: point?.doubles };
  return Reflect.get(values, kind ?? "")?.[Number(number) - 1];
}

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

beforeEach(() => {
  points.length = 0;
  worker = startTestWorker({ bindings: { ...NO_BINDINGS, analytics } });
});

describe("a line in the log", () => {
  test("tells of an answer", async () => {
    const response = await worker.fetch(askPath("良い店"), {
      headers: { "x-request-id": "order-4711", traceparent: `00-${TRACE}-${PARENT}-01` },
    });
    const { label } = await response.json<{ label: string }>();
    expect(worker.requests).toEqual([
      {
        level: "info",
        event: "request",
        requestId: "order-4711",
        traceId: TRACE,
        spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
        parentSpanId: PARENT,
        method: "GET",
        route: "/sentiment",
        status: 200,
        keyName: null,
        source: "miss",
        model: "sentiment",
        version: "fixture-1",
        texts: 1,
        label,
        tokens: 5,
        queueMs: expect.any(Number),
        tokenizerMs: expect.any(Number),
        modelMs: expect.any(Number),
        durationMs: expect.any(Number),
      },
    ]);
  });

  test("tells of several texts together", async () => {
    await post({ texts: ["良い", "悪い"] });
    expect(worker.requests.at(-1)).toMatchObject({
      method: "POST",
      texts: 2,
      label: null,
      tokens: 8,
    });
  });

  test.each<[string, string, number]>([
    ["/sentiment", "/sentiment", 400],
    ["/healthz", "/healthz", 200],
    ["/problems/overloaded", "/problems/:name", 302],
    [`/${SECRET}`, "unknown", 404],
    [`/sentiment/${SECRET}`, "unknown", 404],
  ])("names the route of %s", async (path, route, status) => {
    await worker.fetch(path, { redirect: "manual" });
    expect(worker.requests.at(-1)).toMatchObject({ route, status, source: null, texts: 0 });
  });
});

test("nothing of a text is told, whatever is asked", async () => {
  const init = { headers: { "x-request-id": encodeURIComponent(SECRET), traceparent: "00-%E7" } };
  await worker.fetch(askPath(`${SECRET}の店`), init);
  await worker.fetch(`/sentiment?${SECRET}=${SECRET}`, init);
  await worker.fetch(`/${SECRET}?${SECRET}`, init);
  await worker.fetch(`/problems/${SECRET}`, init);
  await post({ texts: [SECRET, SECRET.repeat(20)], explain: true });
  await post({ [SECRET]: SECRET });
  const told = decodeURIComponent(JSON.stringify([worker.requests, worker.log, points]));
  expect(worker.requests).toHaveLength(6);
  expect(told).not.toContain(SECRET);
});

describe("data points", () => {
  test("are one a text, and one of them counts the request", async () => {
    await post({ texts: ["良い", "悪い", "良い店"] });
    expect(points).toHaveLength(3);
    expect(points.map((point) => read(point, "requests"))).toEqual([1, 0, 0]);
    for (const point of points) {
      expect(read(point, "route")).toBe("/sentiment");
      expect(read(point, "version")).toBe("fixture-1");
      expect(read(point, "sampledBy")).toBe("fixture-1");
      expect(read(point, "statusClass")).toBe("2xx");
      expect(read(point, "cache")).toBe("miss");
      expect(["positive", "negative"]).toContain(read(point, "label"));
      expect(Number(read(point, "score"))).toBeGreaterThanOrEqual(0.5);
    }
    expect(points.map((point) => read(point, "tokens"))).toEqual([4, 4, 5]);
  });

  test("are one for a request that was refused", async () => {
    await worker.fetch("/sentiment");
    expect(points).toHaveLength(1);
    expect(read(points[0], "statusClass")).toBe("4xx");
    expect(read(points[0], "label")).toBe("");
    expect(read(points[0], "sampledBy")).toBe("none");
    expect(read(points[0], "requests")).toBe(1);
  });

  test("fit what a data point may have", async () => {
    await post({ texts: Array.from({ length: 64 }, (_, index) => `良い${index}`) });
    expect(points.length).toBeLessThanOrEqual(250);
    for (const { indexes = [], blobs = [], doubles = [] } of points) {
      expect(indexes).toHaveLength(1);
      expect(indexes[0]).toMatch(/^.{1,96}$/);
      expect(blobs.length).toBeLessThanOrEqual(20);
      expect(doubles.length).toBeLessThanOrEqual(20);
    }
  });
});

describe("the answer says", () => {
  test("which request it is to", async () => {
    const headers = { "x-request-id": "order-4711" };
    const response = await worker.fetch("/healthz", { headers });
    expect(response.headers.get("x-request-id")).toBe("order-4711");
    const other = (await worker.fetch("/healthz")).headers.get("x-request-id");
    expect(other).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("which trace it belongs to, with a span of its own", async () => {
    const headers = { traceparent: `00-${TRACE}-${PARENT}-00` };
    const [first, second] = [
      await worker.fetch("/healthz", { headers }),
      await worker.fetch("/healthz", { headers }),
    ].map((response) => response.headers.get("traceresponse"));
    expect(first).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(first).not.toContain(PARENT);
    expect(second).not.toBe(first);
  });

  test("what took how long", async () => {
    const timing = (await worker.fetch(askPath("良い店"))).headers.get("server-timing");
    expect(timing).toMatch(
      /^cache;desc=miss, queue;dur=[\d.]+, tokenizer;dur=[\d.]+, model;dur=[\d.]+, total;dur=[\d.]+$/,
    );
    expect((await worker.fetch("/healthz")).headers.get("server-timing")).toMatch(
      /^total;dur=[\d.]+$/,
    );
  });
});
