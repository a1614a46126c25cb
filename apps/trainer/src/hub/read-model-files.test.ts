import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type HubServer, startHubServer } from "../../test/hub-server.ts";
import { readHubModel, readModelFolder } from "./read-model-files.ts";
import { type HubSettings, readHubSettings } from "./settings.ts";

const MODEL = "kanjo/small";
const FILES = { "tokenizer_config.json": "{}", "vocab.txt": "[PAD]\n" };
const served = Object.fromEntries(
  Object.entries(FILES).map(([name, text]) => [`${MODEL}/resolve/main/${name}`, text]),
);

let folder: string;
let server: HubServer;
let said: string[];
beforeEach(async () => {
  said = [];
  folder = await mkdtemp(join(tmpdir(), "kanjo-hub-"));
});
afterEach(async () => {
  await server?.stop();
  await rm(folder, { recursive: true });
});

function settings(changes: Partial<HubSettings> = {}): HubSettings {
  const { endpoint } = server;
  return { endpoint, token: null, mirror: null, cacheDir: join(folder, "cache"), ...changes };
}

function readModel(model: string, revision: string, from: HubSettings) {
  const reporter = { line: (_: string, text: string) => said.push(text), progress: () => {} };
  return readHubModel(model, revision, from, reporter);
}

const sortNumbers = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

describe("a model on the Hub", () => {
  test("is fetched without the files that it lacks", async () => {
    server = await startHubServer(served);
    expect(await readModel(MODEL, "main", settings())).toEqual(FILES);
    expect(sortNumbers(server.statuses)).toEqual([200, 200, 404, 404]);
  });

  test("is asked for again, and sent only when it changed", async () => {
    const files = { ...served };
    server = await startHubServer(files);
    await readModel(MODEL, "main", settings());
    files[`${MODEL}/resolve/main/vocab.txt`] = "[UNK]\n";
    expect(await readModel(MODEL, "main", settings())).toEqual({
      ...FILES,
      "vocab.txt": "[UNK]\n",
    });
    expect(sortNumbers(server.statuses.slice(4))).toEqual([200, 304, 404, 404]);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["cannot be reached", () => server.stop(), /cannot be fetched: .*; using what was kept$/],
    ["is overloaded", () => server.failWith(429), /answered 429 .*; using what was kept$/],
    ["is broken", () => server.failWith(503), /answered 503 .*; using what was kept$/],
  ])("is read from what was kept when the Hub %s, which is said", async (_, fail, message) => {
    server = await startHubServer(served);
    await readModel(MODEL, "main", settings());
    expect(said).toEqual([]);
    await fail();
    expect(await readModel(MODEL, "main", settings())).toEqual(FILES);
    expect(said).toEqual([expect.stringMatching(message)]);
  });

  test("is not read from what was kept when the Hub refuses it", async () => {
    server = await startHubServer(served);
    await readModel(MODEL, "main", settings());
    server.failWith(403);
    await expect(readModel(MODEL, "main", settings())).rejects.toMatchObject({
      code: "hub-refused",
    });
  });

  test("is kept for its endpoint alone", async () => {
    server = await startHubServer(served);
    await readModel(MODEL, "main", settings());
    const { endpoint } = server;
    await server.stop();
    for (const other of [endpoint.replace("127.0.0.1", "localhost"), `${endpoint}/mirror`]) {
      await expect(readModel(MODEL, "main", settings({ endpoint: other }))).rejects.toMatchObject({
        code: "hub-unreachable",
      });
    }
  });

  test("keeps revisions apart, whatever they are called", async () => {
    const revision = "refs/pr/1";
    server = await startHubServer({
      ...served,
      [`${MODEL}/resolve/${revision}/vocab.txt`]: "new\n",
    });
    await readModel(MODEL, "main", settings());
    expect(await readModel(MODEL, revision, settings())).toEqual({ "vocab.txt": "new\n" });
    expect(await readModel(MODEL, "main", settings())).toMatchObject(FILES);
  });

  test("is shown the token, which no error repeats", async () => {
    server = await startHubServer(served, { token: "hf_secret" });
    expect(await readModel(MODEL, "main", settings({ token: "hf_secret" }))).toMatchObject(FILES);
    const other = readModel(MODEL, "v1", settings({ token: "hf_wrong" }));
    await expect(other).rejects.toMatchObject({
      code: "hub-refused",
      message: expect.stringMatching(/answered 401 for .* of kanjo\/small at v1/),
      hint: expect.stringContaining("HF_TOKEN"),
    });
    await expect(other).rejects.not.toThrow(/hf_/);
  });
});

describe("what cannot be read is refused", () => {
  test.each<[string, string, () => unknown]>([
    ["has none of it", "model-unknown", () => {}],
    ["refuses it", "hub-refused", () => server.failWith(403)],
    ["cannot be reached", "hub-unreachable", () => server.stop()],
  ])("a model when the Hub %s, named by its origin alone", async (_, code, fail) => {
    server = await startHubServer({});
    await fail();
    const endpoint = `${server.endpoint}/hf_secret`;
    const reading = readModel(MODEL, "main", settings({ endpoint }));
    await expect(reading).rejects.toMatchObject({ code });
    await expect(reading).rejects.toThrow(server.endpoint);
    await expect(reading).rejects.not.toThrow(/hf_secret/);
  });

  test("a model of which there is nothing", async () => {
    server = await startHubServer({});
    await expect(readModel(MODEL, "main", settings())).rejects.toMatchObject({
      code: "model-unknown",
      message: expect.stringContaining("kanjo/small at main"),
    });
  });

  test("a Hub that cannot be reached, with the reason", async () => {
    server = await startHubServer({});
    await server.stop();
    await expect(readModel(MODEL, "main", settings())).rejects.toMatchObject({
      code: "hub-unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test.each(["../secrets", "a/b/c", "/etc", "a/..", ""])("%j, which is no id", async (model) => {
    server = await startHubServer({});
    await expect(readModel(model, "main", settings())).rejects.toMatchObject({ code: "usage" });
    expect(server.statuses).toEqual([]);
  });
});

test.each(["", ".", ".."])("revision %j, which is none, is wrong usage", async (revision) => {
  server = await startHubServer(served);
  await expect(readModel(MODEL, revision, settings())).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("--revision"),
  });
  expect(server.statuses).toEqual([]);
});

test("a mirror is read in place of the Hub", async () => {
  server = await startHubServer({});
  await mkdir(join(folder, MODEL), { recursive: true });
  await writeFile(join(folder, MODEL, "vocab.txt"), "[PAD]\n");
  const files = await readModel(MODEL, "main", settings({ mirror: folder }));
  expect(files).toEqual({ "vocab.txt": "[PAD]\n" });
  expect(await readModelFolder(join(folder, MODEL))).toEqual(files);
  expect(server.statuses).toEqual([]);
});

describe("settings", () => {
  test("with a token that no header can carry are refused and do not repeat it", () => {
    const read = () => readHubSettings({ HF_TOKEN: "hf_secret\nmore" });
    expect(read).toThrow(/HF_TOKEN has/);
    expect(read).not.toThrow(/secret/);
    expect(readHubSettings({ HF_TOKEN: "hf_secret\n" }).token).toBe("hf_secret");
  });

  test("are Hugging Face's own", () => {
    const env = { HF_ENDPOINT: "https://hub.example/", HF_TOKEN: "t" };
    expect(readHubSettings(env)).toMatchObject({
      endpoint: "https://hub.example",
      token: "t",
      mirror: null,
    });
    expect(readHubSettings({})).toMatchObject({ endpoint: "https://huggingface.co", token: null });
  });

  test.each([
    ["that are no address", "secret.example", /is no address/],
    ["with a password", "https://user:secret@hub.example", /has a user name or password/],
    ["with a user name", "https://secret@hub.example", /has a user name or password/],
    ["with a port that is none", "https://user:secret@hub.example:x", /is no address/],
  ])("%s are refused and not repeated", (_, value, message) => {
    const read = () => readHubSettings({ HF_ENDPOINT: value });
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });
});
