/** What the worker says of itself: its API, and its model. */
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { channelKey } from "@kanjo/shared/manifest/keys";
import { beforeAll, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import { ModelFacts, Readiness } from "../src/model-info/schemas.ts";
import { fixtureManifest } from "./support/fixtures.ts";
import {
  createRelease,
  createSecondRelease,
  POINTER_KEY,
  promote,
  publish,
  type Release,
} from "./support/releases.ts";
import { startTestWorker, type TestWorker } from "./support/test-worker.ts";

const worker = startTestWorker();
let release: Release;

async function readObject(key: string): Promise<string> {
  return (await env.MODELS.get(key))?.text() ?? "";
}

beforeAll(async () => {
  await reset();
  release = await createRelease();
  await publish(release);
  await promote(release);
});

describe("GET /openapi.json", () => {
  test("is the document, and needs no model", async () => {
    const response = await startTestWorker().fetch("/openapi.json");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject({ openapi: "3.1.0" });
  });
});

describe("GET /docs", () => {
  let response: Response;
  let page: string;

  beforeAll(async () => {
    response = await worker.fetch("/docs");
    page = await response.text();
  });

  test("runs no script and loads nothing", () => {
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|\ssrc=|url\(|@import/i);
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; /);
  });

  test("has the one style that its policy allows", async () => {
    const [style = "", ...others] = [...page.matchAll(/<style>([^]*?)<\/style>/g)].map(
      ([, text]) => text,
    );
    expect(others).toEqual([]);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(response.headers.get("content-security-policy")).toContain(`'sha256-${hash}'`);
  });

  test("has a place for everything that it leads to", () => {
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    const targets = [...page.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(50);
    expect(ids).toEqual(expect.arrayContaining(targets));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("shows every operation, with what to type", () => {
    for (const path of ["/sentiment", "/tokenize", "/model", "/healthz", "/readyz"]) {
      expect(page).toContain(` ${path}</code></h3>`);
      expect(page).toContain(`$KANJO${path}`);
    }
    expect(page).toContain("{&quot;text&quot;:&quot;");
    expect(page).not.toMatch(/undefined|\[object/);
  });

  test("is small", () => {
    expect(new TextEncoder().encode(page).byteLength).toBeLessThan(32 * 2 ** 10);
  });
});

describe("GET /model", () => {
  test("tells what the manifest says", async () => {
    const facts = ModelFacts.parse(await (await worker.fetch("/model")).json());
    const { labels, maxTokens, calibration, metrics, gates, comparison } = fixtureManifest;
    expect(facts).toMatchObject({ labels, maxTokens, calibration, metrics, gates, comparison });
    expect(facts).toMatchObject({ version: "fixture-1", manifestSha256: release.manifestSha256 });
    expect(facts.files.map(({ path }) => path)).toEqual(["model.ort", "model.onnx", "vocab.txt"]);
  });

  test.each([
    ["tohoku-nlp/bert-base-japanese-v3", "tohoku-nlp/bert-base-japanese-v3"],
    ["/home/secret/models/base", null],
    ["./secret/base", null],
    ["..\\secret", null],
    [null, null],
  ])("of a model made from %j", async (baseModel, told) => {
    const recipe = { data: { train: "/home/secret/train.csv" } };
    const provenance = { ...fixtureManifest.provenance, recipe };
    await reset();
    const other = await createRelease({ version: "other", baseModel, provenance });
    await publish(other);
    await promote(other);
    const text = await (await startTestWorker().fetch("/model")).text();
    expect(text).not.toContain("secret");
    for (const golden of fixtureManifest.goldenTexts) expect(text).not.toContain(golden.text);
    expect(ModelFacts.parse(JSON.parse(text)).baseModel).toBe(told);
  });
});

describe("a question that names a version or a channel", () => {
  const variables = { ALLOW_VERSION_CHOICE: "true", CANARY_CHANNEL: "beta" };
  let second: Release;
  let main: TestWorker;
  let canary: TestWorker;

  beforeAll(async () => {
    await reset();
    second = await createSecondRelease();
    for (const published of [release, second]) await publish(published);
    await promote(release);
    await promoteToCanary(50);
    main = startTestWorker({ variables, draw: () => 50 });
    canary = startTestWorker({ variables, draw: () => 49 });
  });

  async function promoteToCanary(percent: number): Promise<void> {
    const pointer = JSON.parse(await readObject(POINTER_KEY));
    const { version, manifestSha256 } = second;
    const canaryPointer = { ...pointer, channel: "beta", version, manifestSha256, percent };
    await env.MODELS.put(channelKey("sentiment", "beta"), JSON.stringify(canaryPointer));
  }

  const loaded = {
    main: { version: "fixture-1", channel: "production" },
    canary: { version: "fixture-2", channel: "beta" },
  };

  test.each([
    ["main", "version=fixture-1"],
    ["main", "channel=production"],
    ["main", "version=fixture-1&channel=production"],
    ["canary", "version=fixture-2&channel=beta"],
  ] as const)("is answered by the %s: %s", async (name, choice) => {
    const response = await { main, canary }[name].fetch(`/sentiment?text=a&${choice}`);
    expect(await response.json()).toMatchObject({ model: { version: loaded[name].version } });
  });

  test.each([
    ["main", "version=fixture-2"],
    ["main", "channel=beta"],
    ["main", "version=fixture-1&channel=beta"],
    ["canary", "channel=production"],
  ] as const)("is told by the %s what is loaded instead: %s", async (name, choice) => {
    const response = await { main, canary }[name].fetch(`/sentiment?text=a&${choice}`);
    expect(response.status).toBe(404);
    expect(Problem.parse(await response.json())).toMatchObject({
      type: "/problems/version-not-served",
      loaded: { name: "sentiment", ...loaded[name] },
    });
  });

  test("finds the canary's release in the main channel once it is promoted", async () => {
    expect(Readiness.parse(await (await canary.fetch("/readyz")).json()).channel).toBe("beta");
    await promote(second);
    await promoteToCanary(0);
    canary.advanceSeconds(30);
    await canary.fetch("/sentiment?text=a");
    expect((await canary.fetch("/sentiment?text=a&channel=production")).status).toBe(200);
  });
});
