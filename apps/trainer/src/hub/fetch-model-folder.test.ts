import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { type HubServer, type HubServerOptions, startHubServer } from "../../test/hub-server.ts";
import { fetchModelFolder, type FetchModelOptions } from "./fetch-model-folder.ts";

const MODEL = "kanjo/small";
const AT = `${MODEL}/resolve/main`;
const CONFIG = '{"model_type":"bert"}';
/** Several chunks of a response. */
const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
const SHARDS = {
  "model-00001-of-00002.safetensors": WEIGHTS.slice(0, 1_000),
  "model-00002-of-00002.safetensors": WEIGHTS.slice(1_000, 3_000),
};
const INDEX = JSON.stringify({
  metadata: { total_size: 3_000 },
  weight_map: {
    "bert.embeddings": "model-00001-of-00002.safetensors",
    "bert.encoder": "model-00002-of-00002.safetensors",
    "bert.pooler": "model-00001-of-00002.safetensors",
  },
});

let cacheDir: string;
let server: HubServer;
let said: string[];
beforeEach(async () => {
  said = [];
  cacheDir = await mkdtemp(join(tmpdir(), "kanjo-weights-"));
});
afterEach(async () => {
  await server.stop();
  await rm(cacheDir, { recursive: true });
});

async function serve(
  large: Readonly<Record<string, Uint8Array>>,
  texts: Readonly<Record<string, string>> = { "config.json": CONFIG },
  options: HubServerOptions = {},
): Promise<void> {
  server = await startHubServer(place(texts), { ...options, large: place(large) });
}

function place<Content>(files: Readonly<Record<string, Content>>): Record<string, Content> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`${AT}/${name}`, content]),
  );
}

function fetchModel(options: Partial<FetchModelOptions> = {}, token: string | null = null) {
  const { endpoint } = server;
  return fetchModelFolder(
    { model: MODEL, revision: "main" },
    {
      settings: { endpoint, token, mirror: null, cacheDir },
      allowPickle: false,
      reporter: { line: (_, text) => said.push(text), progress: () => {} },
      pause: async () => {},
      ...options,
    },
  );
}

async function readFolder(folder: string): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(folder)).toSorted();
  const read = async (name: string) =>
    [name, new Uint8Array(await readFile(join(folder, name)))] as const;
  return Object.fromEntries(await Promise.all(names.map(read)));
}

const asBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
/** Where each of the parts began that the storage was asked for; null for all of the file. */
const ranges = () =>
  server.storage.requests.map(({ range }) =>
    range === undefined ? null : Number(/^bytes=(\d+)-$/.exec(range)?.[1]),
  );

describe("weights of a model on the Hub", () => {
  test("lie in a folder with the configuration, whole", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    expect(await readFolder(await fetchModel())).toEqual({
      "config.json": asBytes(CONFIG),
      "model.safetensors": WEIGHTS,
    });
    expect(said).toEqual(["kanjo/small model.safetensors, 300.0 kB, digest verified"]);
  });

  test("are fetched in shards, with their index", async () => {
    await serve(SHARDS, { "config.json": CONFIG, "model.safetensors.index.json": INDEX });
    expect(await readFolder(await fetchModel())).toEqual({
      "config.json": asBytes(CONFIG),
      "model.safetensors.index.json": asBytes(INDEX),
      ...SHARDS,
    });
  });

  test("are fetched once", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    const folder = await fetchModel();
    expect(await fetchModel()).toBe(folder);
    expect(server.storage.requests).toHaveLength(1);
  });

  test("are fetched anew into another folder when they changed", async () => {
    const large = place({ "model.safetensors": WEIGHTS });
    server = await startHubServer(place({ "config.json": CONFIG }), { large });
    const before = await fetchModel();
    large[`${AT}/model.safetensors`] = WEIGHTS.slice(1);
    const after = await fetchModel();
    expect((await readFolder(before))["model.safetensors"]).toEqual(WEIGHTS);
    expect((await readFolder(after))["model.safetensors"]).toEqual(WEIGHTS.slice(1));
  });

  test("are fetched anew when what was kept is damaged", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    const file = join(await fetchModel(), "model.safetensors");
    await writeFile(file, WEIGHTS.toReversed());
    await fetchModel();
    expect(new Uint8Array(await readFile(file))).toEqual(WEIGHTS);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["cannot be reached", () => server.stop(), /cannot be fetched: .*; using what was kept$/],
    ["is overloaded", () => server.failWith(503), /answered 503 .*; using what was kept$/],
  ])("are those that were kept when the Hub %s, which is said", async (_, fail, message) => {
    await serve(SHARDS, { "config.json": CONFIG, "model.safetensors.index.json": INDEX });
    const folder = await fetchModel();
    said = [];
    await fail();
    expect(await fetchModel()).toBe(folder);
    expect(said).toEqual([expect.stringMatching(message)]);
  });

  test("come from the storage, which never sees the token", async () => {
    const token = "hf_secret";
    await serve({ "model.safetensors": WEIGHTS }, { "config.json": CONFIG }, { token });
    await fetchModel({}, token);
    expect(server.storage.requests).toEqual([{ authorization: undefined, range: undefined }]);
    await expect(fetchModel({}, "hf_wrong")).rejects.toMatchObject({ code: "hub-refused" });
  });
});

describe("a download that breaks off", () => {
  test("goes on where it was", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    server.storage.breakAfter(100_000, 50_000);
    const folder = await fetchModel();
    expect((await readFolder(folder))["model.safetensors"]).toEqual(WEIGHTS);
    // What was on its way when the connection broke may be lost.
    const [none, first = 0, second = 0] = ranges();
    expect(none).toBeNull();
    expect(first).toBeGreaterThan(30_000);
    expect(first).toBeLessThanOrEqual(100_000);
    expect(second).toBeGreaterThan(first ?? 0);
    expect(second).toBeLessThanOrEqual(150_000);
  });

  test("is gone on with by the next process", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    server.storage.breakAfter(70_000, 0, 0, 0);
    await expect(fetchModel()).rejects.toMatchObject({
      code: "hub-unreachable",
      message: expect.stringMatching(/model\.safetensors of kanjo\/small at main/),
    });
    const folder = await fetchModel();
    expect((await readFolder(folder))["model.safetensors"]).toEqual(WEIGHTS);
    const [, kept = 0, ...others] = ranges();
    expect(kept).toBeGreaterThan(30_000);
    expect(others).toEqual([kept, kept, kept]);
  });

  test("begins anew where the storage knows no ranges", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    server.storage.ignoreRanges();
    server.storage.breakAfter(70_000);
    const folder = await fetchModel();
    expect((await readFolder(folder))["model.safetensors"]).toEqual(WEIGHTS);
  });

  test("by two processes at once gives both the whole", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    server.storage.breakAfter(100_000, 120_000);
    const folders = await Promise.all([fetchModel(), fetchModel()]);
    for (const folder of folders) {
      expect((await readFolder(folder))["model.safetensors"]).toEqual(WEIGHTS);
    }
  });

  test("does not go on with other bytes than the Hub's", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    server.storage.breakAfter(70_000, 0, 0, 0);
    server.storage.damage(1);
    await expect(fetchModel()).rejects.toMatchObject({ code: "hub-unreachable" });
    const folder = await fetchModel();
    expect((await readFolder(folder))["model.safetensors"]).toEqual(WEIGHTS);
    expect(ranges().at(-1)).toBeNull();
  });
});

describe("what cannot be had is refused", () => {
  test("bytes that are not those that the Hub names", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    server.storage.damage(1);
    await expect(fetchModel()).rejects.toMatchObject({ code: "hub-file-damaged" });
    const folder = await fetchModel();
    expect((await readFolder(folder))["model.safetensors"]).toEqual(WEIGHTS);
  });

  test("a pickle, unless it is allowed", async () => {
    await serve({ "pytorch_model.bin": WEIGHTS });
    await expect(fetchModel()).rejects.toMatchObject({
      code: "pickle-refused",
      hint: expect.stringMatching(/revision.*--allow-pickle/),
    });
    expect(server.storage.requests).toEqual([]);
    const folder = await fetchModel({ allowPickle: true });
    expect((await readFolder(folder))["pytorch_model.bin"]).toEqual(WEIGHTS);
    await server.stop();
    await expect(fetchModel()).rejects.toMatchObject({ code: "pickle-refused" });
  });

  test("a pickle that is allowed, where there are safetensors", async () => {
    await serve({ "pytorch_model.bin": WEIGHTS, "model.safetensors": WEIGHTS });
    const folder = await fetchModel({ allowPickle: true });
    expect(Object.keys(await readFolder(folder))).toEqual(["config.json", "model.safetensors"]);
  });

  test.each([
    [false, "no model.safetensors, no model.safetensors.index.json"],
    [true, "no model.safetensors, no model.safetensors.index.json, no pytorch_model.bin"],
  ])(
    "a model without weights, naming what was looked for (pickles: %s)",
    async (allowed, names) => {
      await serve({});
      await expect(fetchModel({ allowPickle: allowed })).rejects.toMatchObject({
        code: "weights-missing",
        message: `kanjo/small at main has no weights: ${names}`,
      });
    },
  );

  test("shards that are not all there", async () => {
    const { "model-00001-of-00002.safetensors": first } = SHARDS;
    await serve(
      { "model-00001-of-00002.safetensors": first },
      { "config.json": CONFIG, "model.safetensors.index.json": INDEX },
    );
    await expect(fetchModel()).rejects.toMatchObject({
      code: "weights-missing",
      message: expect.stringContaining("model-00002-of-00002.safetensors"),
    });
  });

  test.each(["../../secrets.safetensors", "weights.bin", "/etc/x.safetensors"])(
    "an index that leads to %s",
    async (name) => {
      const index = JSON.stringify({ weight_map: { "bert.embeddings": name } });
      await serve({}, { "model.safetensors.index.json": index });
      await expect(fetchModel()).rejects.toMatchObject({ code: "weights-index-invalid" });
      expect(server.storage.requests).toEqual([]);
    },
  );

  test("a Hub that cannot be reached when nothing was kept", async () => {
    await serve({ "model.safetensors": WEIGHTS });
    await server.stop();
    await expect(fetchModel()).rejects.toMatchObject({ code: "hub-unreachable" });
  });
});
