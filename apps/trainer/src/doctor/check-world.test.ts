import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { checkCredentials } from "./check-credentials.ts";
import { checkHub } from "./check-hub.ts";
import { checkObjectStore } from "./check-object-store.ts";

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
}

/** A server that answers everything with one status; null never answers. */
async function serve(status: number | null) {
  const asked: Asked[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push({ method, url, authorization: headers.authorization });
    if (status !== null) response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, asked };
}

const KEYS = { S3_BUCKET: "models", S3_ACCESS_KEY_ID: "id-1", S3_SECRET_ACCESS_KEY: "secret-1" };

describe("the object store", () => {
  test.each([
    [200, "ok", "answers"],
    [403, "missing", "403"],
    [404, "missing", "404"],
    [500, "missing", "500"],
  ])("that answers %d to the bucket's HEAD is %s", async (status, state, detail) => {
    const { url, asked } = await serve(status);
    const check = await checkObjectStore({ ...KEYS, S3_ENDPOINT: url });
    expect(check).toMatchObject({ state, detail: expect.stringContaining(detail) });
    expect(
      asked.map(({ method, url: path }) => `${method} ${path?.replace(/\/?(\?.*)?$/, "")}`),
    ).toEqual(["HEAD /models"]);
    expect(asked[0]?.authorization).toContain("id-1");
    expect(JSON.stringify(check)).not.toMatch(/secret-1|id-1/);
  });

  test("that does not answer in time is missing", async () => {
    const { url } = await serve(null);
    expect(await checkObjectStore({ ...KEYS, S3_ENDPOINT: url }, 200)).toMatchObject({
      state: "missing",
      detail: expect.stringContaining("no answer in 0.2 s"),
    });
  });

  test("that nothing listens at is missing", async () => {
    expect(await checkObjectStore({ ...KEYS, S3_ENDPOINT: "http://127.0.0.1:9" })).toMatchObject({
      state: "missing",
    });
  });

  test("with half of its settings is missing, and says which", async () => {
    const check = await checkObjectStore({ S3_ENDPOINT: "https://store.example.com" });
    expect(check).toMatchObject({
      state: "missing",
      detail: "S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY not set",
    });
  });

  test("is the embedded one where nothing is configured", async () => {
    expect(await checkObjectStore({})).toMatchObject({
      state: "ok",
      detail: expect.stringContaining("embedded"),
    });
  });
});

const MODEL = { kind: "model", id: "org/base", revision: "main" } as const;
const DATASET = { kind: "dataset", id: "org/texts", revision: "v1" } as const;

describe("the Hub", () => {
  test.each([
    ["a model", MODEL, "/org/base/resolve/main/config.json"],
    ["a data set", DATASET, "/api/datasets/org/texts/tree/v1"],
    ["nothing", null, "/"],
  ])("is asked for %s, with the token", async (_, need, path) => {
    const { url, asked } = await serve(200);
    const env = { HF_ENDPOINT: url, HF_TOKEN: "hf_secret" };
    const check = await checkHub(need, env);
    expect(check.state).toBe("ok");
    expect(asked).toMatchObject([{ url: path, authorization: "Bearer hf_secret" }]);
    expect(JSON.stringify(check)).not.toContain("hf_secret");
  });

  test.each([
    [401, "HF_TOKEN"],
    [404, "id"],
    [503, "later"],
  ])("that answers %d for a model is missing", async (status, hint) => {
    const { url } = await serve(status);
    expect(await checkHub(MODEL, { HF_ENDPOINT: url })).toMatchObject({
      state: "missing",
      detail: expect.stringContaining(`${status} for org/base at main`),
      hint: expect.stringContaining(hint),
    });
  });

  test("that cannot be reached is missing only where it is needed", async () => {
    const env = { HF_ENDPOINT: "http://127.0.0.1:9" };
    expect(await checkHub(MODEL, env)).toMatchObject({ state: "missing" });
    expect(await checkHub(null, env)).toMatchObject({ state: "warning" });
  });

  test("that is slow is not waited for", async () => {
    const { url } = await serve(null);
    expect(await checkHub(MODEL, { HF_ENDPOINT: url }, 100)).toMatchObject({
      state: "missing",
      detail: expect.stringContaining("no answer in time"),
    });
  });

  test("with a password in its address is refused without showing it", async () => {
    const check = await checkHub(null, { HF_ENDPOINT: "https://user:hush@hub.example.com" });
    expect(check.state).toBe("missing");
    expect(JSON.stringify(check)).not.toContain("hush");
  });
});

describe("a mirror in the Hub's place", () => {
  let mirror: string;
  beforeAll(async () => {
    mirror = await mkdtemp(join(tmpdir(), "kanjo-mirror-"));
    await mkdir(join(mirror, "org/base"), { recursive: true });
  });
  afterAll(() => rm(mirror, { recursive: true }));

  test.each([
    ["has the model", MODEL, "ok"],
    ["lacks the data set", DATASET, "missing"],
    ["is enough without a need", null, "ok"],
  ])("%s", async (_, need, state) => {
    expect(await checkHub(need, { KANJO_HUB_MIRROR: mirror })).toMatchObject({ state });
  });

  test("that is no folder is missing", async () => {
    const env = { KANJO_HUB_MIRROR: join(mirror, "none") };
    expect(await checkHub(null, env)).toMatchObject({ state: "missing" });
  });
});

test("credentials are told to be there or not, and nothing of them is", () => {
  const env = { AWS_ACCESS_KEY_ID: "AKIA-hush", S3_SECRET_ACCESS_KEY: "", HF_TOKEN: "hf_hush" };
  const check = checkCredentials(env);
  expect(check.detail).toBe("AWS_ACCESS_KEY_ID set, S3_SECRET_ACCESS_KEY not set, HF_TOKEN set");
  expect(JSON.stringify(check)).not.toContain("hush");
});
