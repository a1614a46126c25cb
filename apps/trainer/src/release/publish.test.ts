import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { type Manifest, parseManifest } from "@kanjo/shared/manifest";
import { blobKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { intercept } from "../../test/intercept.ts";
import { openReleaseBench, type ReleaseBench } from "../../test/release-bench.ts";
import { CLAIMS_PREFIX } from "./claim.ts";

let bench: ReleaseBench;
beforeEach(async () => {
  bench = await openReleaseBench();
});
afterEach(() => bench.remove());

async function readManifest(releaseDir: string): Promise<Manifest> {
  return parseManifest(await readFile(join(releaseDir, "manifest.json"), "utf8"));
}

const put = (key: string, text: string): void =>
  bench.store.put(key, new TextEncoder().encode(text));

test("claims come before blobs, and blobs before the manifest", async () => {
  await bench.publish(await bench.write("v1"));
  const prefixes = bench.store.written.map((key) => key.split("/")[0]);
  const blobs = prefixes.filter((prefix) => prefix === "blobs");
  expect(blobs.length).toBeGreaterThan(4);
  expect(prefixes).toEqual(["claims", ...blobs, "models"]);
  expect(await bench.listKeys(CLAIMS_PREFIX)).toEqual([]);
});

test("the claim names every blob while they are sent", async () => {
  const releaseDir = await bench.write("v1");
  let claim: unknown = null;
  intercept(bench.store, (original) => ({
    writeFile: async (...args) => {
      const [key = ""] = await bench.listKeys(CLAIMS_PREFIX);
      const stored = await original.read(key);
      claim = stored && JSON.parse(new TextDecoder().decode(stored.bytes));
      return original.writeFile(...args);
    },
  }));
  await bench.publish(releaseDir);
  const { files } = await readManifest(releaseDir);
  const blobs = [...new Set(files.map(({ sha256 }) => sha256))];
  expect(claim).toEqual({ name: "sentiment", version: "v1", blobs });
});

test("a second publication of the same release writes nothing", async () => {
  const releaseDir = await bench.write("v1");
  const first = await bench.publish(releaseDir);
  expect(first.blobsPresent).toBe(0);
  const before = await bench.listKeys();
  const second = await bench.publish(releaseDir);
  expect(second).toMatchObject({
    blobsWritten: 0,
    bytesWritten: 0,
    blobsPresent: first.blobsWritten,
  });
  expect(await bench.listKeys()).toEqual(before);
});

test("releases share the blobs that are the same", async () => {
  await bench.publish(await bench.write("v1", { model: "one" }));
  const { blobsWritten } = await bench.publish(await bench.write("v2", { model: "two" }));
  // The model in both of its forms, and the card, which names the version.
  expect(blobsWritten).toBe(3);
});

test("two files of the same bytes are one blob", async () => {
  const releaseDir = await bench.write("v1");
  const manifest = await readManifest(releaseDir);
  const [first] = manifest.files;
  const copies = [...manifest.files, ...(first ? [{ ...first, path: "copy" }] : [])];
  await writeFile(join(releaseDir, "copy"), await readFile(join(releaseDir, first?.path ?? "")));
  await writeFile(
    join(releaseDir, "manifest.json"),
    JSON.stringify({ ...manifest, files: copies }),
  );
  expect((await bench.publish(releaseDir)).blobsWritten).toBe(manifest.files.length);
});

test("progress goes over all files, those that are there already among them", async () => {
  await bench.publish(await bench.write("v1", { model: "one" }));
  const releaseDir = await bench.write("v2", { model: "two" });
  const total = (await readManifest(releaseDir)).files.reduce((sum, { bytes }) => sum + bytes, 0);
  const steps: number[] = [];
  const { bytesWritten } = await bench.publish(releaseDir, (done, of) => {
    expect(of).toBe(total);
    steps.push(done);
  });
  expect(steps[0]).toBe(total - bytesWritten);
  expect(steps.at(-1)).toBe(total);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
});

describe("nothing is written of a release", () => {
  test("with a file that was changed after the training", async () => {
    const releaseDir = await bench.write("v1");
    await writeFile(join(releaseDir, "model.ort"), "ort: vx");
    await expect(bench.publish(releaseDir)).rejects.toMatchObject({ code: "release-invalid" });
    expect(bench.store.written).toEqual([]);
  });

  test.each<[string, object]>([
    [
      "which was forced into a channel",
      { forced: { channel: "a", at: "2026-11-23T00:00:00Z", failures: ["x"] } },
    ],
    ["whose version is the name of the folder of channels", { version: "channels" }],
  ])("%s", async (_, changes) => {
    const releaseDir = await bench.write("v1");
    const manifest = { ...(await readManifest(releaseDir)), ...changes };
    await writeFile(join(releaseDir, "manifest.json"), JSON.stringify(manifest));
    await expect(bench.publish(releaseDir)).rejects.toMatchObject({ code: "release-invalid" });
    expect(bench.store.written).toEqual([]);
  });

  test("whose version is published with other content", async () => {
    await bench.publish(await bench.write("v1", { model: "one" }));
    const before = await bench.listKeys();
    const other = await bench.write("v1", { model: "other" });
    await expect(bench.publish(other)).rejects.toMatchObject({ code: "version-exists" });
    expect(await bench.listKeys()).toEqual(before);
  });

  test("one of whose blobs is there with another size", async () => {
    const releaseDir = await bench.write("v1");
    const { files } = await readManifest(releaseDir);
    const key = blobKey(files.at(-1)?.sha256 ?? "");
    put(key, "?");
    await expect(bench.publish(releaseDir)).rejects.toMatchObject({
      code: "blob-damaged",
      message: expect.stringMatching(new RegExp(`${key} has 1 bytes in memory, expected \\d+`)),
    });
    expect(await bench.listKeys()).toEqual([key]);
  });
});

test("a blob that is missing of a release that is published comes back", async () => {
  const releaseDir = await bench.write("v1");
  await bench.publish(releaseDir);
  const before = await bench.listKeys();
  await bench.store.remove(before.find((key) => key.startsWith("blobs/")) ?? "");
  expect((await bench.publish(releaseDir)).blobsWritten).toBe(1);
  expect(await bench.listKeys()).toEqual(before);
});

describe("writes whose answer was lost are known as done", () => {
  test("by the bytes that lie there", async () => {
    const { store } = bench;
    const releaseDir = await bench.write("v1");
    intercept(store, (original) => ({
      write: async (...args) => {
        await original.write(...args);
        return original.write(...args);
      },
      writeFile: async (...args) => {
        await original.writeFile(...args);
        return original.writeFile(...args);
      },
    }));
    expect(await bench.publish(releaseDir)).toMatchObject({ version: "v1" });
    expect(await bench.listKeys(manifestKey("sentiment", "v1"))).toHaveLength(1);
  });

  test("and not where another release was faster", async () => {
    const other = await bench.write("v1", { model: "other" });
    let isFirst = true;
    intercept(bench.store, (original) => ({
      write: async (key, ...rest) => {
        if (key === manifestKey("sentiment", "v1") && isFirst) {
          isFirst = false;
          await bench.publish(other);
        }
        return original.write(key, ...rest);
      },
    }));
    const publishing = bench.publish(await bench.write("v1"));
    await expect(publishing).rejects.toMatchObject({ code: "version-exists" });
  });
});

test("a publication that took so long that its claim counts for nothing writes no manifest", async () => {
  const releaseDir = await bench.write("v1");
  const day = 24 * 3_600_000;
  const publishing = bench.publish(releaseDir, (done) => bench.clock.advance(done === 0 ? day : 0));
  await expect(publishing).rejects.toMatchObject({ code: "claim-lost" });
  expect(await bench.listKeys("models/")).toEqual([]);
  await bench.publish(releaseDir);
  expect(await bench.listKeys("models/")).toHaveLength(1);
});

test("a folder that is none is said to be none", async () => {
  await expect(bench.publish(bench.folder)).rejects.toBeInstanceOf(KanjoError);
});
