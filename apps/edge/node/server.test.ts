/** The process itself, as it is started. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { parseManifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { expectations } from "../test/support/fixtures.ts";

const fixtures = join(import.meta.dirname, "../test/fixtures");
let models: string;

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Null where it ended before it listened. */
  readonly url: string | null;
  readonly code: Promise<number | null>;
}

/** Resolves when it listens or has ended. */
async function start(variables: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { PATH: process.env["PATH"], PORT: "0", ...variables },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const listening = new Promise<string>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const [, url] = /^serving on (\S+)\n/m.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([listening, code.then(() => null)]);
  return { child, output: () => output, url, code };
}

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), "kanjo-models-"));
  const bytes = await readFile(join(fixtures, "manifest.json"));
  const { name, version, files } = parseManifest(bytes.toString());
  for (const { path, sha256 } of files) await place(blobKey(sha256), await readFixture(path));
  await place(manifestKey(name, version), bytes);
  const pointer = {
    schemaVersion: 2,
    name,
    channel: "production",
    version,
    manifestSha256: createHash("sha256").update(bytes).digest("hex"),
    forced: false,
    percent: 100,
    previous: null,
    promotedAt: "2026-11-23T00:00:00Z",
  };
  await place(channelKey(name, "production"), JSON.stringify(pointer));
});
afterAll(() => rm(models, { recursive: true }));

const readFixture = (path: string): Promise<Buffer> => readFile(join(fixtures, path));

async function place(key: string, content: string | Uint8Array): Promise<void> {
  const file = join(models, key);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

test("a folder's model answers with native onnxruntime's scores, and SIGTERM ends it well", async () => {
  const { url, child, code, output } = await start({ MODELS_DIR: models });
  const answers = expectations.map(async ({ text, scores }) => {
    const query = new URLSearchParams({ text }).toString();
    const response = await fetch(`${url}/sentiment?${query}`);
    const answer: { scores: Record<string, number> } = await response.json();
    for (const [label, score] of Object.entries(scores)) {
      expect(answer.scores[label]).toBeCloseTo(score, 6);
    }
  });
  await Promise.all(answers);
  child.kill("SIGTERM");
  expect(await code, output()).toBe(0);
});

test("what was asked before SIGTERM is answered", async () => {
  const { url, child, code } = await start({ MODELS_DIR: models });
  const texts = Array.from({ length: 64 }, () => "良い店だった。".repeat(8));
  const answer = fetch(`${url}/sentiment`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ texts }),
  });
  await fetch(`${url}/healthz`);
  child.kill("SIGTERM");
  expect((await answer).status).toBe(200);
  expect(await code).toBe(0);
});

test("an address of 18,000 bytes is read", async () => {
  const { url } = await start({ MODELS_DIR: models });
  const text = "良".repeat(2_000);
  const response = await fetch(`${url}/sentiment?text=${encodeURIComponent(text)}`);
  expect([200, 413]).toContain(response.status);
  expect(response.headers.get("content-type")).toMatch(/json/);
});

test("what is wrong with the settings is said, and it ends", async () => {
  const { url, code, output } = await start({ MODELS_DIR: models, CHANNEL: "a b" });
  expect(url).toBeNull();
  expect(await code).toBe(1);
  expect(output()).toMatch(/^error: settings: CHANNEL: /);
});
