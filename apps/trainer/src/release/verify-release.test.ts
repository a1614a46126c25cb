import { parseManifest } from "@kanjo/shared/manifest";
import { blobKey, channelKey, forcedManifestKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { intercept } from "../../test/intercept.ts";
import { openReleaseBench, type ReleaseBench } from "../../test/release-bench.ts";
import { type Damage, verifyRelease } from "./verify-release.ts";
import type { VerifyScope } from "./verify-scope.ts";

const ALL: VerifyScope = { kind: "all", name: null };
const PRODUCTION = channelKey("sentiment", "production");

let bench: ReleaseBench;
beforeEach(async () => {
  bench = await openReleaseBench();
});
afterEach(() => bench.remove());

const verify = (
  scope: VerifyScope = ALL,
  onProgress: (done: number, total: number) => void = () => {},
) => verifyRelease(scope, { store: bench.store, onProgress });

const listDamages = async (scope?: VerifyScope): Promise<readonly Damage[]> =>
  (await verify(scope)).damages;

/** Keys of the blobs of a version, by path. */
async function findBlobs(version: string): Promise<Readonly<Record<string, string>>> {
  const stored = await bench.store.read(manifestKey("sentiment", version));
  const { files } = parseManifest(new TextDecoder().decode(stored?.bytes));
  return Object.fromEntries(files.map(({ path, sha256 }) => [path, blobKey(sha256)]));
}

function flipOneBit(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const flipped = bytes.slice();
  flipped[0] = (flipped[0] ?? 0) ^ 1;
  return flipped;
}

test("what is sound is counted, each blob once", async () => {
  await bench.release("v1");
  await bench.release("v2");
  const steps: [number, number][] = [];
  const result = await verify(ALL, (done, total) => void steps.push([done, total]));
  const blobs = await bench.listKeys("blobs/");
  expect(result).toMatchObject({
    channels: 1,
    manifests: 2,
    blobs: blobs.length,
    damages: [],
  });
  expect(steps.at(-1)).toEqual([result.bytes, result.bytes]);
});

test("every damage is told, and who needs what is damaged", async () => {
  await bench.release("v1");
  await bench.release("v2");
  const [first, second] = [await findBlobs("v1"), await findBlobs("v2")];
  const flipped = first["model.ort"] ?? "";
  const stored = await bench.store.read(flipped);
  bench.store.put(flipped, flipOneBit(stored?.bytes ?? new Uint8Array()));
  bench.store.put(second["model.ort"] ?? "", new Uint8Array(1));
  await bench.store.remove(first["vocab.txt"] ?? "");
  bench.store.put(channelKey("sentiment", "canary"), new TextEncoder().encode("?"));
  const damages = await listDamages();
  const found = new Map(damages.map(({ key, ...rest }) => [key, rest]));
  const [v1, v2] = ["v1", "v2"].map((version) => manifestKey("sentiment", version));
  expect(found.size).toBe(4);
  expect(found.get(flipped)).toMatchObject({
    problem: expect.stringMatching(/^has SHA-256 [0-9a-f]{64}$/),
    neededBy: [v1],
  });
  expect(found.get(second["model.ort"] ?? "")).toMatchObject({
    problem: expect.stringMatching(/^has 1 bytes, expected \d+$/),
    neededBy: [v2],
  });
  expect(found.get(first["vocab.txt"] ?? "")).toEqual({
    problem: "is missing",
    neededBy: [v1, v2],
  });
  expect(found.get(channelKey("sentiment", "canary"))?.problem).toContain("not JSON");
});

describe("manifests", () => {
  test("that a channel names and that are missing", async () => {
    await bench.release("v1");
    await bench.store.remove(manifestKey("sentiment", "v1"));
    expect(await listDamages()).toMatchObject([
      {
        key: manifestKey("sentiment", "v1"),
        problem: expect.stringContaining("is missing, the pointer says"),
        neededBy: [PRODUCTION],
      },
    ]);
  });

  test("that are not those which the channel names", async () => {
    await bench.release("v1");
    await bench.release("v2");
    await bench.store.remove(manifestKey("sentiment", "v1"));
    await bench.publish(await bench.write("v1", { model: "changed" }));
    expect(await listDamages()).toMatchObject([
      { key: manifestKey("sentiment", "v1"), neededBy: [PRODUCTION] },
    ]);
  });

  test("that lie under another's key", async () => {
    await bench.publish(await bench.write("v1"));
    const stored = await bench.store.read(manifestKey("sentiment", "v1"));
    bench.store.put(manifestKey("sentiment", "v9"), stored?.bytes ?? new Uint8Array());
    expect(await listDamages()).toMatchObject([
      { key: manifestKey("sentiment", "v9"), problem: "it is of sentiment v1" },
    ]);
  });

  test("that were forced and have other bytes than their key says", async () => {
    await bench.publish(await bench.write("v1", { accuracy: 0.5, minAccuracy: 0.9 }));
    const { pointer } = await bench.promote("v1", { force: true });
    const { version, manifestSha256 } = pointer;
    expect(await listDamages()).toEqual([]);
    const stored = await bench.store.read(forcedManifestKey("sentiment", version, manifestSha256));
    const other = forcedManifestKey("sentiment", version, "a".repeat(64));
    bench.store.put(other, stored?.bytes ?? new Uint8Array());
    expect(await listDamages()).toMatchObject([
      { key: other, problem: `its SHA-256 is ${manifestSha256}` },
    ]);
  });
});

describe("a part can be asked about", () => {
  test("a channel: what it serves and would roll back to", async () => {
    for (const version of ["v1", "v2", "v3"]) await bench.release(version);
    const blobs = await findBlobs("v1");
    await bench.store.remove(blobs["model.ort"] ?? "");
    const scope = { kind: "channel", name: "sentiment", channel: "production" } as const;
    expect(await verify(scope)).toMatchObject({ channels: 1, manifests: 2, damages: [] });
    expect(await listDamages()).toHaveLength(1);
  });

  test("a version, whatever becomes of others", async () => {
    for (const version of ["v1", "v2"]) await bench.release(version);
    const blobs = await findBlobs("v1");
    await bench.store.remove(blobs["model.ort"] ?? "");
    const ask = (version: string) => listDamages({ kind: "version", name: "sentiment", version });
    expect(await ask("v2")).toEqual([]);
    expect(await ask("v1")).toHaveLength(1);
  });

  test.each<[VerifyScope, string]>([
    [{ kind: "version", name: "sentiment", version: "v9" }, "version-unknown"],
    [{ kind: "channel", name: "sentiment", channel: "canary" }, "channel-empty"],
  ])("%o is not there: %s", async (scope, code) => {
    await bench.release("v1");
    await expect(verify(scope)).rejects.toMatchObject({ code });
  });
});

test("what is pruned or moved while it is read is no damage", async () => {
  await bench.release("v1");
  await bench.release("v2");
  await bench.publish(await bench.write("v3"));
  const blobs = await findBlobs("v3");
  let isFirst = true;
  intercept(bench.store, (original) => ({
    open: async (key) => {
      if (isFirst) {
        isFirst = false;
        await bench.store.remove(manifestKey("sentiment", "v3"));
        await bench.store.remove(blobs["model.ort"] ?? "");
        await bench.promote("v1");
      }
      return original.open(key);
    },
  }));
  expect(await listDamages()).toEqual([]);
});

test("what is pruned and published again while it is read is no damage", async () => {
  const releaseDir = await bench.write("v1");
  await bench.publish(releaseDir);
  const blobs = await findBlobs("v1");
  const lost = blobs["model.ort"] ?? "";
  intercept(bench.store, (original) => ({
    open: async (key) => {
      if (key !== lost) return original.open(key);
      await bench.store.remove(manifestKey("sentiment", "v1"));
      await bench.store.remove(lost);
      bench.clock.advance(5_000);
      await bench.publish(releaseDir);
      return null;
    },
  }));
  expect(await listDamages()).toEqual([]);
});
