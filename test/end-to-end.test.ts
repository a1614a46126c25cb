/**
 * What the quickstart does, with a tiny model: train, publish over S3, promote,
 * serve in workerd, ask over HTTP. Then what a release's life brings: a second
 * version, which has words for characters, and a damaged one.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { parseManifest } from "@kanjo/shared/manifest";
import { blobKey } from "@kanjo/shared/manifest/keys";
import { type DevServer, startDevServer } from "@kanjo/trainer/dev-server";
import { removeRecord, writeRecord } from "@kanjo/trainer/dev-server-record";
import { readEmbeddedSettings } from "@kanjo/trainer/embedded-settings";
import { createS3ObjectStore } from "@kanjo/trainer/s3-object-store";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runTrainer } from "./trainer.ts";

const SENTENCES = 250;
const TOLERANCE = 1e-4;
const SWITCH_DEADLINE_MS = 20_000;

const python = process.env["KANJO_PYTHON"];
if (!python) process.stderr.write("skipped: end to end, because KANJO_PYTHON is not set\n");

interface Answer {
  readonly label: string;
  readonly scores: Record<string, number>;
  readonly model: { readonly name: string; readonly version: string };
  readonly tokens: number;
  readonly windows: number;
}

let folder: string;
let server: DevServer;
const runs = (): string => join(folder, "runs");
/** A store of its own, and never the one that a `.env` names. */
const env = (): Record<string, string> => ({
  KANJO_STATE_DIR: join(folder, "state"),
  S3_ENDPOINT: "",
  S3_BUCKET: "",
});

async function trainer(...args: string[]): Promise<string> {
  const finished = await runTrainer(args, env());
  expect(finished.code, finished.stderr).toBe(0);
  return finished.stdout;
}

async function train(version: string, recipe: string, ...more: string[]): Promise<void> {
  const what = ["--recipe", join(import.meta.dirname, recipe), "--version", version];
  const printed = await trainer("train", ...what, "--runs", runs(), ...more, "--json");
  expect(JSON.parse(printed)).toMatchObject({ name: "sentiment", version, published: true });
}

async function ask(text: string): Promise<Answer> {
  const response = await fetch(
    `${server.url}/sentiment?${new URLSearchParams({ text }).toString()}`,
  );
  expect(response.status).toBe(200);
  const answer: Answer = JSON.parse(await response.text());
  return answer;
}

async function readPredictions(version: string) {
  const lines = await readFile(join(runs(), version, "predictions-test.jsonl"), "utf8");
  return lines
    .trimEnd()
    .split("\n")
    .slice(0, SENTENCES)
    .map((line): Pick<Answer, "label" | "scores"> & { readonly text: string } => JSON.parse(line));
}

/** The evaluation cuts what is too long for the model, which the worker answers in windows. */
async function expectServedAsEvaluated(version: string): Promise<void> {
  const predictions = await readPredictions(version);
  expect(predictions.length).toBe(SENTENCES);
  let whole = 0;
  for (const { text, label, scores } of predictions) {
    const answer = await ask(text);
    expect(answer).toMatchObject({ model: { name: "sentiment", version } });
    if (answer.windows > 1) continue;
    whole += 1;
    expect(answer.label).toBe(label);
    for (const [name, score] of Object.entries(scores)) {
      expect(Math.abs((answer.scores[name] ?? Number.NaN) - score)).toBeLessThan(TOLERANCE);
    }
  }
  expect(whole).toBeGreaterThan(0.9 * SENTENCES);
}

async function waitForVersion(version: string): Promise<void> {
  const deadline = Date.now() + SWITCH_DEADLINE_MS;
  while ((await ask("良い")).model.version !== version) {
    expect(Date.now(), `${version} was not served in time`).toBeLessThan(deadline);
    await sleep(200);
  }
}

describe.skipIf(!python)("from labelled texts to answers", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-end-to-end-"));
    await train("v1", "tiny.yaml");
    const stateDir = join(folder, "state");
    const vars = { POINTER_MAX_AGE_SECONDS: "1" };
    const started = await startDevServer({ stateDir, port: null, vars });
    server = started;
    // As `pnpm dev` does: from here on the trainer takes this server for its store.
    await writeRecord(stateDir, { pid: process.pid, port: started.port });
  });
  afterAll(async () => {
    await removeRecord(join(folder, "state"));
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test("the worker answers with the scores of the trainer's evaluation", async () => {
    await expectServedAsEvaluated("v1");
  });

  test("readyz names the version and the manifest's digest", async () => {
    const response = await fetch(`${server.url}/readyz`);
    expect(await response.json()).toMatchObject({
      model: {
        name: "sentiment",
        version: "v1",
        manifestSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  test("a second version, of words, is served without a restart", async () => {
    await train("v2", "tiny-words.yaml", "--no-report");
    await waitForVersion("v2");
    await expectServedAsEvaluated("v2");
  });

  test("tokenize shows as many tokens as the worker has seen", async () => {
    const text = "スタッフの対応が丁寧でした。";
    const printed = await trainer("tokenize", "--model", join(runs(), "v2"), "--json", text);
    const { words, ids }: { words: string[]; ids: number[] } = JSON.parse(printed);
    expect(words).toEqual(["スタッフ", "の", "対応", "が", "丁寧", "でし", "た", "。"]);
    expect(await ask(text)).toMatchObject({ tokens: ids.length });
  });

  test("evaluating what production serves gives the manifest's figures", async () => {
    const data = join(import.meta.dirname, "../datasets/kanjo-reviews/test.jsonl");
    const printed = await trainer("evaluate", "@production", "--data", data, "--json");
    const { splits }: { splits: { metrics: object }[] } = JSON.parse(printed);
    const shown = await trainer("show", "@production", "--json");
    const { metrics }: { metrics: { test: object } } = JSON.parse(shown);
    expect(splits.map((split) => split.metrics)).toEqual([metrics.test]);
  });

  test("predict gives the rows of a file the scores that the worker gives", async () => {
    const rows = (await readPredictions("v2")).slice(0, 20);
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const lines = rows.map(({ text }, at) => `${at},${quote(text)}`);
    const [input, output] = [join(folder, "texts.csv"), join(folder, "labelled.csv")];
    await writeFile(input, `id,text\n${lines.join("\n")}\n`);
    await trainer("predict", "@production", "--input", input, "--output", output);
    const [header, ...labelled] = (await readFile(output, "utf8")).trimEnd().split("\n");
    expect(header).toBe(
      "id,text,label,score,scores.positive,scores.negative,abstained,model,version",
    );
    expect(labelled).toHaveLength(rows.length);
    for (const [at, { text }] of rows.entries()) {
      const { label, scores } = await ask(text);
      const [, , given, , positive, , , , version] = (labelled[at] ?? "").split(",");
      expect([given, version]).toEqual([label, "v2"]);
      expect(Math.abs(Number(positive) - (scores["positive"] ?? 0))).toBeLessThan(TOLERANCE);
    }
  });

  test("rolling back brings the version before, and once more the one after", async () => {
    await trainer("rollback");
    await waitForVersion("v1");
    await trainer("rollback");
    await waitForVersion("v2");
    const { channels }: { channels: unknown[] } = JSON.parse(await trainer("channels", "--json"));
    expect(channels).toMatchObject([{ channel: "production", pointer: { version: "v2" } }]);
  });

  test("all that is published is whole, and pruning spares what is needed", async () => {
    expect(JSON.parse(await trainer("verify", "--json"))).toMatchObject({ damages: [] });
    await trainer("prune", "--keep", "0", "--min-age", "0", "--yes");
    expect(JSON.parse(await trainer("verify", "--json"))).toMatchObject({ damages: [] });
    await expectServedAsEvaluated("v2");
  });

  test("a release with one flipped byte is refused, and the one before serves on", async () => {
    const store = createS3ObjectStore(await readEmbeddedSettings(server.url));
    const releaseDir = join(folder, "release-v3");
    const modelKey = await makeRelease("v3", releaseDir);
    await trainer("publish", releaseDir, "--no-promote");
    const sound = await store.read(modelKey);
    expect(sound).not.toBeNull();
    if (sound === null) return;

    const flipped = sound.bytes.slice();
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    const contentType = "application/octet-stream";
    await store.write(modelKey, flipped, contentType, { kind: "etag", etag: sound.etag });
    await trainer("promote", "v3");
    const damaged = await runTrainer(["verify", "@production"], env());
    expect(damaged).toMatchObject({ code: 1, stdout: expect.stringContaining(modelKey) });
    for (let second = 0; second < 4; second += 1) {
      expect((await ask("良い")).model.version).toBe("v2");
      await sleep(1_000);
    }

    await expectColdRefusal(modelKey);
    await trainer("promote", "v2");
  });

  test("wrong usage says what is wrong", async () => {
    const unknown = await runTrainer(["promote", "v9"], env());
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("v9 is not published"),
    });
    const usage = await runTrainer(["train", "--sed", "1"], env());
    expect(usage).toMatchObject({ code: 2, stderr: expect.stringContaining("--sed") });
    for (const finished of [unknown, usage]) expect(finished.stderr).not.toMatch(/^\s+at /m);
  });
});

/** A release named otherwise with the model of v1, which nothing serves at that time. */
async function makeRelease(version: string, releaseDir: string): Promise<string> {
  await cp(join(runs(), "v1", "release"), releaseDir, { recursive: true });
  const file = join(releaseDir, "manifest.json");
  const manifest = { ...parseManifest(await readFile(file, "utf8")), version };
  await writeFile(file, JSON.stringify(manifest));
  const model = manifest.files.find((candidate) => candidate.path === manifest.entrypoints.model);
  return blobKey(model?.sha256 ?? "");
}

/** A worker that starts with the damaged release has nothing else to serve. */
async function expectColdRefusal(key: string): Promise<void> {
  const cold = await startDevServer({ stateDir: join(folder, "state"), port: null });
  try {
    const response = await fetch(`${cold.url}/sentiment?text=a`);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining(key) });
  } finally {
    await cold.stop();
  }
}
