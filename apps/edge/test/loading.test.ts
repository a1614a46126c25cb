import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";

import { Problem } from "../src/http/problem.ts";
import {
  POINTER_KEY,
  type Release,
  createRelease,
  flipByte,
  promote,
  publish,
} from "./support/releases.ts";
import { type TestWorker, askPath, startTestWorker } from "./support/test-worker.ts";

const QUESTION = askPath("良い店だった。");

beforeEach(reset);

/** The problem that a question meets. */
async function findProblem(worker: TestWorker): Promise<Problem> {
  const response = await worker.fetch(QUESTION);
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("5");
  return Problem.parse(await response.json());
}

async function serve(release: Release): Promise<TestWorker> {
  await publish(release);
  await promote(release);
  return startTestWorker();
}

describe("a cold worker", () => {
  test("loads once for 50 first requests and reads only what it needs", async () => {
    const release = await createRelease();
    const worker = await serve(release);
    const responses = await Promise.all(Array.from({ length: 50 }, () => worker.fetch(QUESTION)));
    expect(responses.every((response) => response.ok)).toBe(true);
    expect(worker.store.keys).toEqual([
      POINTER_KEY,
      release.manifestKey,
      release.vocabularyKey,
      release.modelKey,
    ]);
  });

  test("is alive but not ready when nothing is published", async () => {
    const worker = startTestWorker();
    expect((await worker.fetch("/healthz")).status).toBe(200);
    expect((await worker.fetch("/readyz")).status).toBe(503);
    const problem = await findProblem(worker);
    expect(problem).toMatchObject({
      type: "/problems/model-unavailable",
      code: "model-not-published",
    });
    expect(problem.detail).toContain(POINTER_KEY);
  });

  test("refuses bad questions before it loads anything", async () => {
    const worker = startTestWorker();
    expect((await worker.fetch("/sentiment?text=")).status).toBe(422);
    expect(worker.store.keys).toEqual([]);
  });

  test("answers once a model is published, without a restart", async () => {
    const worker = startTestWorker();
    expect(await findProblem(worker)).toMatchObject({ code: "model-not-published" });
    const release = await createRelease();
    await publish(release);
    await promote(release);
    worker.advanceSeconds(1);
    expect((await worker.fetch(QUESTION)).status).toBe(200);
  });

  test("reads nothing within a second of a failure", async () => {
    const worker = startTestWorker();
    expect(await findProblem(worker)).toMatchObject({ code: "model-not-published" });
    worker.advanceSeconds(0.999);
    expect(await findProblem(worker)).toMatchObject({ code: "model-not-published" });
    expect(worker.store.keys).toEqual([POINTER_KEY]);
  });

  test("answers once the blob that was broken is mended", async () => {
    const release = await createRelease();
    const worker = await serve(release);
    await flipByte(release.modelKey);
    expect(await findProblem(worker)).toMatchObject({ code: "object-digest-mismatch" });
    await publish(release);
    worker.advanceSeconds(1);
    expect((await worker.fetch(QUESTION)).status).toBe(200);
  });
});

describe("what is refused", () => {
  test.each(["modelKey", "vocabularyKey", "manifestKey"] as const)(
    "one flipped bit at the %s, which the answer names",
    async (part) => {
      const release = await createRelease();
      const worker = await serve(release);
      await flipByte(release[part]);
      const { code, detail } = await findProblem(worker);
      expect(code).toBe("object-digest-mismatch");
      expect(detail).toContain(`"${release[part]}"`);
    },
  );

  test.each([-1, 1])("a blob whose length is off by %i", async (difference) => {
    const release = await createRelease();
    const worker = await serve(release);
    const size = release.blobs.get(release.modelKey)?.byteLength ?? 0;
    await env.MODELS.put(release.modelKey, new Uint8Array(size + difference));
    const { code, detail } = await findProblem(worker);
    expect(code).toBe("object-length-mismatch");
    expect(detail).toBe(`"${release.modelKey}" has ${size + difference} bytes, expected ${size}`);
  });

  test.each(["manifestKey", "modelKey", "vocabularyKey"] as const)(
    "a release without its %s",
    async (part) => {
      const release = await createRelease();
      const worker = await serve(release);
      await env.MODELS.delete(release[part]);
      const { code, detail } = await findProblem(worker);
      expect(code).toBe("object-missing");
      expect(detail).toBe(`"${release[part]}" does not exist`);
    },
  );

  test.each([
    ["of another schema", { schemaVersion: 1 }, "manifest-schema-unsupported"],
    ["with an unknown field", { surprise: true }, "manifest-invalid"],
    ["of another model", { name: "other" }, "manifest-invalid"],
    ["whose model has other inputs", { inputs: [tensor("pixels")] }, "manifest-invalid"],
    ["whose model has no logits", { outputs: [tensor("scores")] }, "manifest-invalid"],
    ["whose model is the vocabulary", { entrypoints: swapped() }, "model-unloadable"],
  ])("a manifest %s", async (_, changes, code) => {
    const worker = await serve(await createRelease(changes));
    expect(await findProblem(worker)).toMatchObject({ code });
  });

  test("a manifest of another version than the pointer's", async () => {
    const release = await createRelease({ version: "real" });
    const worker = await serve(release);
    const lied = { ...release, version: "claimed" };
    await env.MODELS.put("models/sentiment/claimed/manifest.json", release.manifestText);
    await promote(lied);
    const { code, detail } = await findProblem(worker);
    expect(code).toBe("manifest-invalid");
    expect(detail).toContain("sentiment/real, expected sentiment/claimed");
  });

  test.each([
    ["that is not JSON", "{", "not JSON"],
    ["with nothing in it", "{}", "manifestSha256"],
  ])("a pointer %s", async (_, text, finding) => {
    await env.MODELS.put(POINTER_KEY, text);
    const { code, detail } = await findProblem(startTestWorker());
    expect(code).toBe("pointer-invalid");
    expect(detail).toContain(POINTER_KEY);
    expect(detail).toContain(finding);
  });

  test("a pointer of another channel", async () => {
    const release = await createRelease();
    await publish(release);
    await promote(release, { channel: "staging" });
    expect(await findProblem(startTestWorker())).toMatchObject({ code: "pointer-invalid" });
  });
});

function tensor(name: string): object {
  return { name, type: "int64", shape: ["batch", "tokens"] };
}

function swapped(): object {
  return { model: "vocab.txt", master: "model.onnx", vocabulary: "vocab.txt" };
}
