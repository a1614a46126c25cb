/** Answers that need not be made. */
import { reset } from "cloudflare:test";
import { sha256 } from "@kanjo/shared/digest";
import { beforeEach, describe, expect, test } from "vitest";

import { NO_BINDINGS } from "../src/bindings.ts";
import type { PlatformCache } from "../src/cache/answer-store.ts";
import { SentimentAnswer } from "../src/sentiment/schemas.ts";
import {
  createRelease,
  createSecondRelease,
  encodeText,
  promote,
  publish,
} from "./support/releases.ts";
import { askPath, startTestWorker, type TestWorker } from "./support/test-worker.ts";

const QUESTION = askPath("良い店。また来たい");

/** The data centre's cache, and what was put into it. */
class RecordingCache implements PlatformCache {
  readonly puts: { readonly url: string; readonly cacheControl: string | null }[] = [];

  match: PlatformCache["match"] = (url) => caches.default.match(url);

  put: PlatformCache["put"] = async (url, response) => {
    const cacheControl = response.headers.get("cache-control");
    this.puts.push({ url, cacheControl });
    await caches.default.put(url, response);
  };
}

let cache: RecordingCache;
let worker: TestWorker;

function start(variables: Readonly<Record<string, string>> = {}): TestWorker {
  return startTestWorker({
    variables: { CACHE_SECONDS: "600", ...variables },
    bindings: { ...NO_BINDINGS, cache },
  });
}

function lastSource(): unknown {
  return worker.requests.at(-1)?.["source"];
}

beforeEach(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
  cache = new RecordingCache();
  worker = start();
});

describe("an answer that was given before", () => {
  test("is given again, to the last bit", async () => {
    const first = await (await worker.fetch(QUESTION)).text();
    expect(lastSource()).toBe("miss");
    expect(await (await worker.fetch(QUESTION)).text()).toBe(first);
    expect(lastSource()).toBe("hit");
    expect(SentimentAnswer.parse(JSON.parse(first)).truncated).toBe(false);
  });

  test("is given by another isolate, too", async () => {
    await worker.fetch(QUESTION);
    worker = start();
    await worker.fetch(QUESTION);
    expect(lastSource()).toBe("hit");
  });

  test("tells of itself as if it had been made", async () => {
    await worker.fetch(QUESTION);
    await worker.fetch(QUESTION);
    const [miss, hit] = worker.requests;
    expect(hit).toMatchObject({ label: miss?.["label"], tokens: miss?.["tokens"], texts: 1 });
  });

  test.each([
    ["full width", askPath("良い店。また来たい ＡＢＣ"), askPath("良い店。また来たい ABC")],
    ["white space around", askPath(" 良い店。\n"), askPath("良い店。")],
  ])("is that of a text that differs in %s", async (_, path, other) => {
    const { timing: _timing, ...first } = SentimentAnswer.parse(
      await (await worker.fetch(path)).json(),
    );
    expect(SentimentAnswer.parse(await (await worker.fetch(other)).json())).toMatchObject(first);
    expect(lastSource()).toBe("hit");
  });

  test.each([
    askPath("悪い店。また来たい"),
    `${QUESTION}&explain=true`,
    `${QUESTION}&sentences=true`,
  ])("is not that of another question: %s", async (path) => {
    await worker.fetch(QUESTION);
    await worker.fetch(path);
    expect(lastSource()).toBe("miss");
  });

  test("with places in the text is not that of a text that looks the same", async () => {
    await worker.fetch(`${askPath("良い店")}&explain=true`);
    await worker.fetch(`${askPath(" 良い店")}&explain=true`);
    expect(lastSource()).toBe("miss");
  });

  test("is not given for another model", async () => {
    await worker.fetch(QUESTION);
    const second = await createSecondRelease();
    await publish(second);
    await promote(second);
    worker = start();
    const answer = SentimentAnswer.parse(await (await worker.fetch(QUESTION)).json());
    expect(lastSource()).toBe("miss");
    expect(answer.model.version).toBe("fixture-2");
  });

  test("is kept under a name that does not tell the text", async () => {
    await worker.fetch(QUESTION);
    expect(cache.puts).toEqual([
      {
        url: expect.stringMatching(/^https:\/\/kanjo\.test\/answers\/sha256\/[0-9a-f]{64}$/),
        cacheControl: "public, max-age=600",
      },
    ]);
  });

  test("is made anew where what is kept is none", async () => {
    await worker.fetch(QUESTION);
    const [put] = cache.puts;
    await caches.default.put(
      put?.url ?? "",
      Response.json({ label: "?" }, { headers: { "cache-control": "max-age=600" } }),
    );
    const response = await worker.fetch(QUESTION);
    expect(SentimentAnswer.safeParse(await response.json()).success).toBe(true);
    expect(lastSource()).toBe("miss");
  });
});

describe("whoever has the answer", () => {
  test("is told so, and the model is not asked", async () => {
    const { headers } = await worker.fetch(QUESTION);
    const etag = headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    const response = await worker.fetch(QUESTION, { headers: { "if-none-match": etag } });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe("");
    expect(response.headers.get("etag")).toBe(etag);
    expect(response.headers.get("cache-control")).toBe(headers.get("cache-control"));
    expect(lastSource()).toBe("not-modified");
  });

  test("has another one when the model is another", async () => {
    const etag = (await worker.fetch(QUESTION)).headers.get("etag") ?? "";
    const second = await createSecondRelease();
    await publish(second);
    await promote(second);
    worker = start();
    const response = await worker.fetch(QUESTION, { headers: { "if-none-match": etag } });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).not.toBe(etag);
  });
});

describe("others keep an answer", () => {
  test("no longer than an isolate keeps what it knows of the channel", async () => {
    const { headers } = await worker.fetch(QUESTION);
    expect(headers.get("cache-control")).toBe("public, max-age=30, s-maxage=30");
  });

  test("not at all where it is a problem", async () => {
    const { headers } = await worker.fetch("/sentiment?text=");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("etag")).toBeNull();
    expect(cache.puts).toEqual([]);
  });

  test("not at all where it was posted", async () => {
    const { headers } = await worker.fetch("/sentiment", {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "良い店。また来たい",
    });
    expect(headers.get("cache-control")).toBe("no-store");
    expect(cache.puts).toEqual([]);
  });

  test("for themselves alone where keys are needed, and we keep it for all who have one", async () => {
    const [mine, yours] = ["kanjo_mine", "kanjo_yours"];
    const digests = await Promise.all([mine, yours].map((key) => sha256(encodeText(key))));
    const hashes = digests.map((digest, index) => `key-${index}:${digest}`).join(",");
    worker = start({ ACCESS: "keys", API_KEY_HASHES: hashes });
    const first = await worker.fetch(QUESTION, { headers: { "x-api-key": mine } });
    expect(first.headers.get("cache-control")).toBe("private, max-age=30");
    expect(first.headers.get("vary")).toBe("Authorization, X-API-Key");
    await worker.fetch(QUESTION, { headers: { "x-api-key": yours } });
    expect(worker.requests.at(-1)).toMatchObject({ keyName: "key-1", source: "hit" });
    expect((await worker.fetch(QUESTION)).status).toBe(401);
  });
});

describe("without a cache", () => {
  test("that the operator does not want, answers are not kept", async () => {
    worker = start({ CACHE_SECONDS: "0" });
    const { headers } = await worker.fetch(QUESTION);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("etag")).toBeNull();
    expect(cache.puts).toEqual([]);
    await worker.fetch(QUESTION);
    expect(lastSource()).toBe("miss");
  });

  test("that the platform does not have, they are made anew", async () => {
    worker = startTestWorker({ variables: { CACHE_SECONDS: "600" } });
    for (let asked = 0; asked < 2; asked++) {
      const response = await worker.fetch(QUESTION);
      expect(response.headers.get("etag")).not.toBeNull();
      expect(lastSource()).toBe("miss");
    }
  });

  test("that fails, they are made anew, and that is said once", async () => {
    const fails = () => Promise.reject(new Error("No Cache was configured"));
    worker = startTestWorker({
      variables: { CACHE_SECONDS: "600" },
      bindings: { ...NO_BINDINGS, cache: { match: fails, put: fails } },
    });
    for (let asked = 0; asked < 3; asked++) {
      expect((await worker.fetch(QUESTION)).status).toBe(200);
    }
    expect(worker.log.filter(({ event }) => event === "cache-unavailable")).toHaveLength(1);
  });
});
