import { reset } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";

import { Problem } from "../src/http/schemas.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker } from "./support/test-worker.ts";

const worker = startTestWorker();

async function getProblem(path: string, init?: RequestInit): Promise<Problem> {
  const response = await worker.fetch(path, init);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const problem = Problem.parse(await response.json());
  expect(response.status).toBe(problem.status);
  return problem;
}

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

describe("a question that cannot be answered", () => {
  test.each([
    ["no query", "/sentiment", 400, "text-missing"],
    ["an empty query", "/sentiment?", 400, "text-missing"],
    ["a repeated text", "/sentiment?text=a&text=b", 400, "parameter-repeated"],
    ["an unknown parameter", "/sentiment?text=a&lang=ja", 400, "parameter-unknown"],
    ["an unknown parameter only", "/sentiment?Text=a", 400, "parameter-unknown"],
    ["a broken percent-encoding", "/sentiment?text=%E3%8", 400, "query-malformed"],
    ["bytes that are not UTF-8", "/sentiment?text=%93%FA", 400, "query-malformed"],
    ["a lone surrogate as bytes", "/sentiment?text=%ED%A0%80", 400, "query-malformed"],
    ["text without a value", "/sentiment?text", 422, "text-blank"],
    ["an empty text", "/sentiment?text=", 422, "text-blank"],
    ["white space", "/sentiment?text=%20+%E3%80%80%0A", 422, "text-blank"],
    ["too long a text", askPath("あ".repeat(2_001)), 413, "text-too-long"],
    ["an unknown address", "/sentiments", 404, "not-found"],
    ["the root", "/", 404, "not-found"],
  ])("%s is a problem of its own", async (_, path, status, name) => {
    expect(await getProblem(path)).toMatchObject({ status, type: `/problems/${name}` });
  });

  test("too long a text is told the limit and its length, both in UTF-16 units", async () => {
    const problem = await getProblem(askPath("😀".repeat(1_001)));
    expect(problem).toMatchObject({ limit: 2_000, length: 2_002 });
  });

  test("unknown parameters are named", async () => {
    expect(await getProblem("/sentiment?text=a&b=1&c=2")).toMatchObject({ unknown: ["b", "c"] });
  });
});

describe("methods", () => {
  test.each(["POST", "PUT", "PATCH", "DELETE"])("%s is not allowed, with Allow", async (method) => {
    const response = await worker.fetch("/sentiment?text=a", { method });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    expect(Problem.parse(await response.json()).type).toBe("/problems/method-not-allowed");
  });

  test("OPTIONS says what is allowed", async () => {
    const response = await worker.fetch("/sentiment", { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  test.each([
    ["/healthz", 200],
    ["/readyz", 200],
    ["/sentiment?text=a", 200],
    ["/sentiment", 400],
  ])("HEAD %s answers as GET does, without a body", async (path, status) => {
    const response = await worker.fetch(path, { method: "HEAD" });
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
  });
});

test.each(["/healthz", "/sentiment?text=a", "/sentiment", "/nowhere"])(
  "%s is neither cached nor sniffed",
  async (path) => {
    const { headers } = await worker.fetch(path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  },
);

test("problems say nothing of the text", async () => {
  const paths = [askPath("秘密".repeat(1_001)), "/sentiment?text=秘密&text=秘密"];
  for (const path of paths) expect(JSON.stringify(await getProblem(path))).not.toContain("秘密");
});
