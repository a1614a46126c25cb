import { reset } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
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
    ["a NUL", "/sentiment?text=a%00b", 422, "text-has-nul"],
    ["a switch that is neither", "/sentiment?text=a&explain=yes", 400, "parameter-invalid"],
    ["a repeated switch", "/sentiment?text=a&explain=true&explain=true", 400, "parameter-repeated"],
    ["no identifier", "/sentiment?text=a&version=..%2F", 400, "parameter-invalid"],
    ["a version here", "/sentiment?text=a&version=v1", 400, "version-choice-off"],
    ["a channel here", "/sentiment?text=a&channel=beta", 400, "version-choice-off"],
    ["an unknown address", "/sentiments", 404, "not-found"],
    ["a slash too many", "/sentiment/", 404, "not-found"],
    ["a problem that there is not", "/problems/unknown", 404, "not-found"],
    ["one that every object has", "/problems/constructor", 404, "not-found"],
  ])("%s is a problem of its own", async (_, path, status, name) => {
    expect(await getProblem(path)).toMatchObject({ status, type: `/problems/${name}` });
  });

  test("too long a text is told the limit and its length, both in UTF-16 units", async () => {
    const problem = await getProblem(askPath("😀".repeat(1_001)));
    expect(problem).toMatchObject({ limit: 2_000, length: 2_002 });
  });

  test("unknown parameters are named, but not what may be the rest of a text", async () => {
    const path = "/sentiment?text=a&b=1&秘密=2&c d=3";
    expect(await getProblem(path)).toMatchObject({ unknown: ["b"] });
  });
});

/** What each route says that it takes. */
const ROUTES: readonly (readonly [path: string, allow: string])[] = [
  ["/sentiment", "GET, HEAD, POST, OPTIONS"],
  ["/tokenize", "POST, OPTIONS"],
  ["/model", "GET, HEAD, OPTIONS"],
  ["/healthz", "GET, HEAD, OPTIONS"],
  ["/readyz", "GET, HEAD, OPTIONS"],
  ["/openapi.json", "GET, HEAD, OPTIONS"],
  ["/docs", "GET, HEAD, OPTIONS"],
  ["/problems/text-blank", "GET, HEAD, OPTIONS"],
];

describe.each(ROUTES)("methods of %s", (path, allow) => {
  const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"];

  test.each(methods.filter((method) => !allow.includes(method)))(
    "%s is not allowed, with Allow",
    async (method) => {
      const response = await worker.fetch(path, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe(allow);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    },
  );

  test("OPTIONS says what is allowed", async () => {
    const response = await worker.fetch(path, { method: "OPTIONS" });
    expect(response.status).toBe(204);
    expect(response.headers.get("allow")).toBe(allow);
  });
});

test.each([
  ["/healthz", 200],
  ["/readyz", 200],
  ["/model", 200],
  ["/openapi.json", 200],
  ["/docs", 200],
  ["/sentiment?text=a", 200],
  ["/sentiment", 400],
  ["/problems/text-blank", 302],
])("HEAD %s answers as GET does, without a body", async (path, status) => {
  const response = await worker.fetch(path, { method: "HEAD", redirect: "manual" });
  expect(response.status).toBe(status);
  expect(await response.text()).toBe("");
});

test("the type of a problem leads to what it means", async () => {
  const { type } = await getProblem("/sentiment?text=");
  const response = await worker.fetch(type, { redirect: "manual" });
  expect(response.headers.get("location")).toBe("/docs#text-blank");
  expect(await (await worker.fetch("/docs")).text()).toContain('<dt id="text-blank">');
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
