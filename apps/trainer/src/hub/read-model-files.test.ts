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
beforeEach(async () => {
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

const sortNumbers = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

describe("a model on the Hub", () => {
  test("is fetched without the files that it lacks", async () => {
    server = await startHubServer(served);
    expect(await readHubModel(MODEL, "main", settings())).toEqual(FILES);
    expect(sortNumbers(server.statuses)).toEqual([200, 200, 404, 404]);
  });

  test("is asked for again, and sent only when it changed", async () => {
    const files = { ...served };
    server = await startHubServer(files);
    await readHubModel(MODEL, "main", settings());
    files[`${MODEL}/resolve/main/vocab.txt`] = "[UNK]\n";
    expect(await readHubModel(MODEL, "main", settings())).toEqual({
      ...FILES,
      "vocab.txt": "[UNK]\n",
    });
    expect(sortNumbers(server.statuses.slice(4))).toEqual([200, 304, 404, 404]);
  });

  test("is read from what was kept when the Hub cannot be reached", async () => {
    server = await startHubServer(served);
    await readHubModel(MODEL, "main", settings());
    await server.stop();
    expect(await readHubModel(MODEL, "main", settings())).toEqual(FILES);
  });

  test("keeps revisions apart, whatever they are called", async () => {
    const revision = "refs/pr/1";
    server = await startHubServer({
      ...served,
      [`${MODEL}/resolve/${revision}/vocab.txt`]: "new\n",
    });
    await readHubModel(MODEL, "main", settings());
    expect(await readHubModel(MODEL, revision, settings())).toEqual({ "vocab.txt": "new\n" });
    expect(await readHubModel(MODEL, "main", settings())).toMatchObject(FILES);
  });

  test("is shown the token, which no error repeats", async () => {
    server = await startHubServer(served, "hf_secret");
    expect(await readHubModel(MODEL, "main", settings({ token: "hf_secret" }))).toMatchObject(
      FILES,
    );
    const other = readHubModel(MODEL, "v1", settings({ token: "hf_wrong" }));
    await expect(other).rejects.toMatchObject({
      code: "hub-refused",
      message: expect.stringMatching(/answered 401 for .* of kanjo\/small at v1/),
      hint: expect.stringContaining("HF_TOKEN"),
    });
    await expect(other).rejects.not.toThrow(/hf_/);
  });
});

describe("what cannot be read is refused", () => {
  test("a model of which there is nothing", async () => {
    server = await startHubServer({});
    await expect(readHubModel(MODEL, "main", settings())).rejects.toMatchObject({
      code: "model-unknown",
      message: expect.stringContaining("kanjo/small at main"),
    });
  });

  test("a Hub that cannot be reached, with the reason", async () => {
    server = await startHubServer({});
    await server.stop();
    await expect(readHubModel(MODEL, "main", settings())).rejects.toMatchObject({
      code: "hub-unreachable",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test.each(["../secrets", "a/b/c", "/etc", "a/..", ""])("%j, which is no id", async (model) => {
    server = await startHubServer({});
    await expect(readHubModel(model, "main", settings())).rejects.toMatchObject({ code: "usage" });
    expect(server.statuses).toEqual([]);
  });
});

test("a mirror is read in place of the Hub", async () => {
  server = await startHubServer({});
  await mkdir(join(folder, MODEL), { recursive: true });
  await writeFile(join(folder, MODEL, "vocab.txt"), "[PAD]\n");
  const files = await readHubModel(MODEL, "main", settings({ mirror: folder }));
  expect(files).toEqual({ "vocab.txt": "[PAD]\n" });
  expect(await readModelFolder(join(folder, MODEL))).toEqual(files);
  expect(server.statuses).toEqual([]);
});

describe("settings", () => {
  test("are Hugging Face's own", () => {
    const env = { HF_ENDPOINT: "https://hub.example/", HF_TOKEN: "t" };
    expect(readHubSettings(env)).toMatchObject({
      endpoint: "https://hub.example",
      token: "t",
      mirror: null,
    });
    expect(readHubSettings({})).toMatchObject({ endpoint: "https://huggingface.co", token: null });
  });

  test("that are no address are refused", () => {
    expect(() => readHubSettings({ HF_ENDPOINT: "hub.example" })).toThrow(
      /HF_ENDPOINT is "hub.example"/,
    );
  });
});
