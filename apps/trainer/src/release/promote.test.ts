import { parseManifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, forcedManifestKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { intercept } from "../../test/intercept.ts";
import { openReleaseBench, type ReleaseBench } from "../../test/release-bench.ts";
import { readServedManifest } from "./read-manifest.ts";

const POINTER = channelKey("sentiment", "production");

let bench: ReleaseBench;
beforeEach(async () => {
  bench = await openReleaseBench();
});
afterEach(() => bench.remove());

const publish = async (...args: Parameters<ReleaseBench["write"]>): Promise<string> =>
  (await bench.publish(await bench.write(...args))).manifestSha256;

test("the pointer pins the published manifest, and the one before", async () => {
  const first = await publish("v1");
  expect(await bench.promote("v1")).toMatchObject({ change: "version" });
  const second = await publish("v2");
  bench.clock.advance(1_000);
  await bench.promote("v2");
  expect(await bench.readPointer()).toEqual({
    schemaVersion: 2,
    name: "sentiment",
    channel: "production",
    version: "v2",
    manifestSha256: second,
    forced: false,
    percent: 100,
    previous: { version: "v1", manifestSha256: first, forced: false },
    promotedAt: "2026-11-23T00:00:01.000Z",
  });
});

test("a version that is served already is left alone, and so is what was before", async () => {
  await bench.release("v1");
  await bench.release("v2");
  const before = await bench.store.read(POINTER);
  bench.clock.advance(1_000);
  expect(await bench.promote("v2")).toMatchObject({ change: "none", gates: null });
  expect(await bench.store.read(POINTER)).toEqual(before);
});

describe("the percentage", () => {
  const canary = { channel: "canary" };

  test("is changed alone where the version is served", async () => {
    await bench.release("v1");
    await bench.promote("v1", { ...canary, percent: 5 });
    await publish("v2");
    await bench.promote("v2", canary);
    expect(await bench.readPointer("canary")).toMatchObject({ version: "v2", percent: 5 });
    expect(await bench.promote("v2", { ...canary, percent: 50 })).toMatchObject({
      change: "percent",
      pointer: { version: "v2", percent: 50, previous: { version: "v1" } },
    });
    expect(await bench.promote("v2", { ...canary, percent: 50 })).toMatchObject({ change: "none" });
  });

  test("is 100 for a new channel", async () => {
    await publish("v1");
    await bench.promote("v1", canary);
    expect(await bench.readPointer("canary")).toMatchObject({ percent: 100 });
  });
});

describe("a version does not take over a channel", () => {
  test("that is not published", async () => {
    await expect(bench.promote("v9")).rejects.toMatchObject({ code: "version-unknown" });
  });

  test("that is not whole, and every damage is told", async () => {
    await publish("v1");
    const { files } = await readPublished("v1");
    const [lost, cut] = files.map(({ sha256 }) => blobKey(sha256));
    await bench.store.remove(lost ?? "");
    bench.store.put(cut ?? "", new Uint8Array(1));
    const promoting = bench.promote("v1", { force: true });
    await expect(promoting).rejects.toMatchObject({ code: "release-damaged" });
    await expect(promoting).rejects.toThrow(
      new RegExp(`${lost} .* is missing; ${cut} .* has 1 bytes, expected`),
    );
    expect(await bench.readPointer()).toBeNull();
  });

  test("that is below its own gate", async () => {
    await publish("v1", { accuracy: 0.8, minAccuracy: 0.85 });
    await expect(bench.promote("v1")).rejects.toMatchObject({
      code: "gates-not-passed",
      message:
        "sentiment v1 is published, and not promoted to production: test accuracy is 80.00 %, at least 85.00 % is asked for",
      hint: expect.stringContaining("trainer promote v1 --channel production --force"),
    });
    expect(await bench.readPointer()).toBeNull();
  });

  test("that is below the release that it replaces", async () => {
    await bench.release("v1", { accuracy: 0.9 });
    await publish("v2", { accuracy: 0.8 });
    await expect(bench.promote("v2")).rejects.toThrow(/that of v1 on the same texts is 90.00 %/);
    expect(await bench.readPointer()).toMatchObject({ version: "v1" });
    // Another channel serves nothing that would be better.
    expect(await bench.promote("v2", { channel: "canary" })).toMatchObject({ change: "version" });
  });
});

async function readPublished(version: string) {
  const stored = await bench.store.read(manifestKey("sentiment", version));
  return parseManifest(new TextDecoder().decode(stored?.bytes));
}

describe("a promotion that is forced", () => {
  const force = { force: true };

  test("has a manifest of its own, which says what was not passed, and is pinned", async () => {
    const published = await publish("v1", { accuracy: 0.8, minAccuracy: 0.85 });
    const { pointer } = await bench.promote("v1", force);
    expect(pointer).toMatchObject({ version: "v1", forced: true });
    expect(pointer.manifestSha256).not.toBe(published);
    const { manifest } = await readServedManifest("sentiment", pointer, bench.store);
    const { forced, ...rest } = manifest;
    expect(rest).toEqual(await readPublished("v1"));
    expect(forced).toEqual({
      channel: "production",
      at: "2026-11-23T00:00:00.000Z",
      failures: ["test accuracy is 80.00 %, at least 85.00 % is asked for"],
    });
    const { version, manifestSha256 } = pointer;
    const key = forcedManifestKey("sentiment", version, manifestSha256);
    expect(bench.store.written.slice(-2)).toEqual([key, POINTER]);
  });

  test("is none where every gate is passed", async () => {
    const published = await publish("v1");
    const { pointer } = await bench.promote("v1", force);
    expect(pointer).toMatchObject({ forced: false, manifestSha256: published });
  });

  test("is served already when it is asked for again, with force or without", async () => {
    await publish("v1", { accuracy: 0.8, minAccuracy: 0.85 });
    await bench.promote("v1", force);
    bench.clock.advance(1_000);
    expect(await bench.promote("v1", force)).toMatchObject({ change: "none" });
    expect(await bench.promote("v1")).toMatchObject({ change: "none" });
  });

  test("is what another one is measured by", async () => {
    await bench.release("v1", { accuracy: 0.9 });
    await publish("v2", { accuracy: 0.8 });
    await bench.promote("v2", force);
    await publish("v3", { accuracy: 0.8 });
    expect(await bench.promote("v3")).toMatchObject({
      pointer: { forced: false, previous: { version: "v2", forced: true } },
      gates: { baseline: { kind: "compared", version: "v2", accuracy: 0.8 } },
    });
  });
});

test("a release whose manifest is lost can be replaced", async () => {
  await bench.release("v1", { accuracy: 0.9 });
  await publish("v2", { accuracy: 0.8 });
  await bench.store.remove(manifestKey("sentiment", "v1"));
  expect(await bench.promote("v2")).toMatchObject({
    change: "version",
    gates: { baseline: { kind: "incomparable", version: "v1" } },
  });
});

test("of two promotions at once one wins, and the other is told which", async () => {
  await bench.release("v1");
  await publish("v2");
  await publish("v3");
  let isFirst = true;
  intercept(bench.store, (original) => ({
    write: async (key, ...rest) => {
      if (key === POINTER && isFirst) {
        isFirst = false;
        await bench.promote("v3");
      }
      return original.write(key, ...rest);
    },
  }));
  await expect(bench.promote("v2")).rejects.toMatchObject({
    code: "promotion-conflict",
    message:
      "sentiment/production was moved by somebody else while this went on: it serves v3 since 2026-11-23T00:00:00.000Z, before that v1",
  });
  expect(await bench.readPointer()).toMatchObject({ version: "v3", previous: { version: "v1" } });
});

test("a pointer that the first trainers wrote is replaced, and cannot be rolled back to", async () => {
  const manifestSha256 = await publish("v1");
  const first = {
    schemaVersion: 1,
    name: "sentiment",
    channel: "production",
    version: "v1",
    manifestSha256,
    previousVersion: "v0",
    promotedAt: "2026-01-01T00:00:00Z",
  };
  bench.store.put(POINTER, new TextEncoder().encode(JSON.stringify(first)));
  expect(await bench.promote("v1")).toMatchObject({ change: "none" });
  await bench.release("v2");
  expect(await bench.readPointer()).toMatchObject({ version: "v2", previous: { version: "v1" } });
});

test.each([
  ["of a newer trainer", { schemaVersion: 3 }],
  [
    "of another channel",
    {
      schemaVersion: 2,
      name: "sentiment",
      channel: "canary",
      version: "v1",
      manifestSha256: "0".repeat(64),
      forced: false,
      percent: 100,
      previous: null,
      promotedAt: "2026-01-01T00:00:00Z",
    },
  ],
])("a pointer %s is not overwritten", async (_, pointer) => {
  await publish("v1");
  bench.store.put(POINTER, new TextEncoder().encode(JSON.stringify(pointer)));
  await expect(bench.promote("v1")).rejects.toMatchObject({
    code: "pointer-invalid",
    message: expect.stringContaining(POINTER),
  });
});
