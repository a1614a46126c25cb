/** Who may ask, how often and from which pages. */
import { reset } from "cloudflare:test";
import { beforeAll, describe, expect, test } from "vitest";

import type { RateLimiter } from "../src/access/rate-limits.ts";
import { NO_BINDINGS } from "../src/bindings.ts";
import { Problem } from "../src/http/problem.ts";
import { createRelease, encodeText, promote, publish } from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";
import { sha256 } from "@kanjo/shared/digest";

const KEY = "kanjo_0123456789abcdef";
const QUESTION = askPath("良い");
const ADDRESS = { "cf-connecting-ip": "192.0.2.7" };

/** Lets everyone ask `limit` times and keeps whom it was asked about. */
class CountingLimiter implements RateLimiter {
  readonly keys: string[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  limit = async ({ key }: { readonly key: string }): Promise<{ success: boolean }> => {
    this.keys.push(key);
    return { success: this.keys.filter((other) => other === key).length <= this.#limit };
  };
}

async function startWithKeys(limiters = NO_BINDINGS.limiters): Promise<TestWorker> {
  const digest = await sha256(encodeText(KEY));
  return startTestWorker({
    variables: { ACCESS: "keys", API_KEY_HASHES: `shop:${digest}` },
    bindings: { ...NO_BINDINGS, limiters },
  });
}

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
});

describe("where keys are needed", () => {
  test.each([
    ["GET", QUESTION],
    ["HEAD", QUESTION],
    ["POST", "/sentiment"],
    ["POST", "/tokenize"],
    ["GET", "/model"],
  ])("%s %s needs one", async (method, path) => {
    const worker = await startWithKeys();
    const response = await worker.fetch(path, { method });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="kanjo"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  test.each<[string, Record<string, string>]>([
    ["Authorization", { authorization: `Bearer ${KEY}` }],
    ["X-API-Key", { "x-api-key": KEY }],
  ])("one in %s is enough, and its name is in the log", async (_, headers) => {
    const worker = await startWithKeys();
    expect((await worker.fetch(QUESTION, { headers })).status).toBe(200);
    expect(worker.requests.at(-1)).toMatchObject({ status: 200, keyName: "shop" });
    expect(JSON.stringify(worker.requests)).not.toContain(KEY);
  });

  test("another one is refused as one that is wrong", async () => {
    const worker = await startWithKeys();
    const headers = { authorization: `Bearer ${KEY}0` };
    const response = await worker.fetch(QUESTION, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(Problem.parse(await response.clone().json()).type).toBe("/problems/unauthorized");
    expect(worker.requests.at(-1)).toMatchObject({ status: 401, keyName: null });
    expect(await response.text()).not.toContain(KEY);
  });

  test.each(["/healthz", "/readyz", "/openapi.json", "/docs", "/"])(
    "%s needs none",
    async (path) => {
      expect((await (await startWithKeys()).fetch(path)).status).toBe(200);
    },
  );

  test("OPTIONS needs none", async () => {
    const response = await (await startWithKeys()).fetch("/sentiment", { method: "OPTIONS" });
    expect(response.status).toBe(204);
  });
});

describe("rate limits", () => {
  test("are per address, and say when to ask again", async () => {
    const byAddress = new CountingLimiter(2);
    const bindings = { ...NO_BINDINGS, limiters: { byAddress, byKey: null } };
    const worker = startTestWorker({ bindings, variables: { LIMIT_PERIOD_SECONDS: "10" } });
    const ask = (address: string) =>
      worker.fetch(QUESTION, { headers: { "cf-connecting-ip": address } });
    const statuses: number[] = [];
    for (let asked = 0; asked < 3; asked++) statuses.push((await ask("192.0.2.7")).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await ask("192.0.2.8")).status).toBe(200);
    const refused = await ask("192.0.2.7");
    expect(refused.headers.get("retry-after")).toBe("10");
    expect(Problem.parse(await refused.json())).toMatchObject({
      type: "/problems/rate-limited",
      status: 429,
    });
  });

  test("are per key for who has one, wherever it is used", async () => {
    const [byAddress, byKey] = [new CountingLimiter(0), new CountingLimiter(1)];
    const worker = await startWithKeys({ byAddress, byKey });
    const ask = (address: string) =>
      worker.fetch(QUESTION, { headers: { "cf-connecting-ip": address, "x-api-key": KEY } });
    expect((await ask("192.0.2.7")).status).toBe(200);
    expect((await ask("192.0.2.8")).status).toBe(429);
    expect(byKey.keys).toEqual(["shop", "shop"]);
    expect(byAddress.keys).toEqual([]);
  });

  test("are per address for who guesses keys", async () => {
    const byAddress = new CountingLimiter(1);
    const worker = await startWithKeys({ byAddress, byKey: null });
    const guess = () => worker.fetch(QUESTION, { headers: { ...ADDRESS, "x-api-key": "guess" } });
    expect((await guess()).status).toBe(401);
    expect((await guess()).status).toBe(429);
    expect(byAddress.keys).toEqual(["192.0.2.7", "192.0.2.7"]);
  });

  test("do not count who only looks whether the worker is there", async () => {
    const byAddress = new CountingLimiter(0);
    const bindings = { ...NO_BINDINGS, limiters: { byAddress, byKey: null } };
    const worker = startTestWorker({ bindings });
    expect((await worker.fetch("/healthz")).status).toBe(200);
    expect((await worker.fetch("/sentiment", { method: "OPTIONS" })).status).toBe(204);
    expect((await worker.fetch(QUESTION)).status).toBe(429);
  });
});

describe("pages of other sites", () => {
  const SHOP = "https://shop.example";
  const preflight = (origin: string) => ({
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST" },
  });

  test("may read answers where they are allowed to", async () => {
    const worker = startTestWorker({ variables: { ALLOWED_ORIGINS: SHOP } });
    const { headers } = await worker.fetch(QUESTION, { headers: { origin: SHOP } });
    expect(headers.get("access-control-allow-origin")).toBe(SHOP);
    expect(headers.get("access-control-expose-headers")).toContain("X-Request-Id");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("vary")).toBe("Origin");
  });

  test("may read refusals, too", async () => {
    const worker = startTestWorker({ variables: { ALLOWED_ORIGINS: SHOP } });
    const response = await worker.fetch("/sentiment", { headers: { origin: SHOP } });
    expect(response.status).toBe(400);
    expect(response.headers.get("access-control-allow-origin")).toBe(SHOP);
  });

  test("are told what they may send", async () => {
    const worker = startTestWorker({ variables: { ALLOWED_ORIGINS: SHOP } });
    const { status, headers } = await worker.fetch("/sentiment", preflight(SHOP));
    expect(status).toBe(204);
    expect(headers.get("access-control-allow-origin")).toBe(SHOP);
    expect(headers.get("access-control-allow-methods")).toBe("GET, HEAD, POST");
    expect(headers.get("access-control-allow-headers")).toContain("Authorization");
    expect(headers.get("access-control-max-age")).toBe("7200");
    expect(headers.get("vary")).toBe("Origin");
  });

  test.each(["https://shop.example.evil", "http://shop.example", "null"])(
    "%s is answered as if it had not asked",
    async (origin) => {
      const worker = startTestWorker({ variables: { ALLOWED_ORIGINS: SHOP } });
      const asked = await worker.fetch(QUESTION, { headers: { origin } });
      const told = await worker.fetch("/sentiment", preflight(origin));
      expect([asked.status, told.status]).toEqual([200, 204]);
      for (const { headers } of [asked, told]) {
        expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(headers.get("vary")).toBe("Origin");
      }
    },
  );

  test("of every site, where that is wanted, and caches need not tell them apart", async () => {
    const worker = startTestWorker({ variables: { ALLOWED_ORIGINS: "*" } });
    for (const headers of [{ origin: SHOP }, {}]) {
      const response = await worker.fetch(QUESTION, { headers });
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      expect(response.headers.get("vary")).toBeNull();
    }
  });

  test("are not thought of where none is allowed", async () => {
    const { headers } = await startTestWorker().fetch(QUESTION, { headers: { origin: SHOP } });
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("vary")).toBeNull();
  });

  test("can send a key after they have asked whether they may", async () => {
    const digest = await sha256(encodeText(KEY));
    const variables = { ACCESS: "keys", API_KEY_HASHES: `a:${digest}`, ALLOWED_ORIGINS: SHOP };
    const worker = startTestWorker({ variables });
    expect((await worker.fetch("/sentiment", preflight(SHOP))).status).toBe(204);
    const refused = await worker.fetch(QUESTION, { headers: { origin: SHOP } });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe(SHOP);
  });
});

describe("headers for safety", () => {
  test.each([QUESTION, "/sentiment", "/nowhere", "/docs", "/"])("are on %s", async (path) => {
    const { headers } = await startTestWorker().fetch(path);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d+$/);
    expect(headers.get("permissions-policy")).toContain("microphone=()");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  });
});
