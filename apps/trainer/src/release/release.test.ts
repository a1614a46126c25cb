import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseManifest } from "@kanjo/shared/manifest";
import { parseChannelPointer } from "@kanjo/shared/manifest/pointer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createMemoryObjectStore, type MemoryObjectStore } from "../../test/memory-object-store.ts";
import { makeTokenizerConfig } from "../tokenization/tokenizer-config.ts";
import { promote } from "./promote.ts";
import { publish } from "./publish.ts";
import { type ManifestDraft, writeRelease } from "./write-release.ts";

const POINTER = "models/sentiment/channels/production.json";
const now = (): Date => new Date("2026-11-23T00:00:00Z");

let folder: string;
let store: MemoryObjectStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-release-"));
  store = createMemoryObjectStore();
});
afterEach(() => rm(folder, { recursive: true }));

const CHARACTERS = makeTokenizerConfig({
  kind: "bert-japanese",
  subword: "character",
  min_frequency: 1,
  max_tokens: 128,
});

function draft(version: string, mecabDic: string | null): ManifestDraft {
  return {
    name: "sentiment",
    version,
    createdAt: now().toISOString(),
    baseModel: null,
    labels: ["positive", "negative"],
    tokenizer: { ...CHARACTERS, mecabDic },
    maxTokens: 128,
    inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "sequence"] }],
    outputs: [{ name: "logits", type: "float32", shape: ["batch", 2] }],
    calibration: { temperature: 1 },
    metrics: {},
    provenance: { recipe: {}, dataSha256: "0".repeat(64), gitCommit: null, libraries: {} },
  };
}

async function makeRelease(
  version: string,
  model = "model bytes",
  dictionary: string | null = null,
) {
  const releaseDir = await mkdtemp(join(folder, "release-"));
  const sources = {
    model: join(folder, "a"),
    master: join(folder, "b"),
    vocabulary: join(folder, "c"),
    dictionary: dictionary === null ? null : join(folder, "d"),
  };
  await writeFile(sources.model, model);
  await writeFile(sources.master, "master bytes");
  await writeFile(sources.vocabulary, "[PAD]\n");
  if (sources.dictionary !== null) await writeFile(sources.dictionary, dictionary ?? "");
  await writeRelease(releaseDir, sources, draft(version, dictionary === null ? null : "ipadic"));
  return releaseDir;
}

const readManifest = (releaseDir: string): Promise<string> =>
  readFile(join(releaseDir, "manifest.json"), "utf8");

const release = async (version: string, model?: string): Promise<void> => {
  await publish(await makeRelease(version, model), store);
  await promote({ name: "sentiment", version, channel: "production" }, store, now);
};

async function servedVersion() {
  const object = await store.read(POINTER);
  return object === null
    ? null
    : parseChannelPointer(new TextDecoder().decode(object.bytes)).version;
}

test("blobs come before the manifest, and the pointer last", async () => {
  await release("v1");
  const kinds = store.written.map((key) =>
    key
      .split("/")
      .slice(0, key.startsWith("blobs") ? 1 : 3)
      .join("/"),
  );
  expect(kinds).toEqual([
    "blobs",
    "blobs",
    "blobs",
    "models/sentiment/v1",
    "models/sentiment/channels",
  ]);
});

describe("a crash before any write leaves the old version serving, and a second run finishes", () => {
  test.each([1, 2, 3])("write %i of the second release", async (failing) => {
    await release("v1");
    store.failAtWrite(failing);
    await expect(release("v2", "other bytes")).rejects.toThrow("connection lost");
    expect(await servedVersion()).toBe("v1");
    await release("v2", "other bytes");
    expect(await servedVersion()).toBe("v2");
  });
});

test("a second publication of the same release writes nothing", async () => {
  const releaseDir = await makeRelease("v1");
  expect(await publish(releaseDir, store)).toMatchObject({ blobsWritten: 3, blobsPresent: 0 });
  const before = store.written.length;
  expect(await publish(releaseDir, store)).toMatchObject({ blobsWritten: 0, blobsPresent: 3 });
  expect(store.written).toHaveLength(before);
});

test("models share the blob of their dictionary", async () => {
  await publish(await makeRelease("v1", "one", "dictionary bytes"), store);
  const second = await makeRelease("v2", "two", "dictionary bytes");
  const { files, entrypoints } = parseManifest(await readManifest(second));
  const dictionary = files.find((file) => file.path === entrypoints.dictionary);
  expect(store.written).toContain(`blobs/sha256/${dictionary?.sha256}`);
  // Master and vocabulary are the first one's, too: the model alone is new.
  expect(await publish(second, store)).toMatchObject({ blobsWritten: 1, blobsPresent: 3 });
});

test("a version cannot be published twice with other content", async () => {
  await publish(await makeRelease("v1"), store);
  await expect(publish(await makeRelease("v1", "changed"), store)).rejects.toMatchObject({
    code: "version-exists",
  });
});

test("a file that was changed after the training is not published", async () => {
  const releaseDir = await makeRelease("v1");
  await writeFile(join(releaseDir, "model.ort"), "model bytez");
  await expect(publish(releaseDir, store)).rejects.toMatchObject({ code: "release-invalid" });
  expect(store.written).toEqual([]);
});

test("a blob of the wrong size in the store is reported and not overwritten", async () => {
  const releaseDir = await makeRelease("v1");
  const { files } = parseManifest(await readManifest(releaseDir));
  store.put(`blobs/sha256/${files[0]?.sha256}`, new Uint8Array(3));
  await expect(publish(releaseDir, store)).rejects.toMatchObject({ code: "blob-damaged" });
});

test("of two promotions at once one wins and the other gets a conflict", async () => {
  await release("v1");
  await publish(await makeRelease("v2", "two"), store);
  await publish(await makeRelease("v3", "three"), store);
  const promoteTo = (version: string) =>
    promote({ name: "sentiment", version, channel: "production" }, store, now);
  store.beforeNextWrite(async () => {
    await promoteTo("v3");
  });
  await expect(promoteTo("v2")).rejects.toMatchObject({ code: "promotion-conflict" });
  expect(await servedVersion()).toBe("v3");
});

test("an unpublished version cannot be promoted", async () => {
  const promotion = { name: "sentiment", version: "v9", channel: "production" };
  await expect(promote(promotion, store, now)).rejects.toMatchObject({ code: "version-unknown" });
});

test("promoting an older version rolls back and remembers what it replaced", async () => {
  await release("v1");
  await release("v2", "two");
  const pointer = await promote(
    { name: "sentiment", version: "v1", channel: "production" },
    store,
    now,
  );
  expect(pointer).toMatchObject({ version: "v1", previousVersion: "v2" });
});
