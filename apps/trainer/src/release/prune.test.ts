import { channelKey, forcedManifestKey, manifestKey } from "@kanjo/shared/manifest/keys";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openReleaseBench, type ReleaseBench } from "../../test/release-bench.ts";
import { CLAIMS_PREFIX, SWEEPS_PREFIX } from "./claim.ts";
import type { PruneRules } from "./plan-prune.ts";
import { previewPrune, prune } from "./prune.ts";
import { rollBack } from "./roll-back.ts";
import { verifyRelease } from "./verify-release.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let bench: ReleaseBench;
beforeEach(async () => {
  bench = await openReleaseBench();
});
afterEach(() => bench.remove());

const sweep = (rules: Partial<PruneRules> = {}) =>
  prune(
    { keep: 0, minAgeMs: 0, name: null, ...rules },
    { store: bench.store, clock: bench.clock, onProgress: () => {} },
  );

const listVersions = async (name = "sentiment"): Promise<readonly string[]> => {
  const keys = await bench.listKeys(`models/${name}/`);
  return keys.flatMap((key) => /([^/]+)\/manifest\.json$/.exec(key)?.[1] ?? []);
};

async function requireSound(): Promise<void> {
  const context = { store: bench.store, onProgress: () => {} };
  expect((await verifyRelease({ kind: "all", name: null }, context)).damages).toEqual([]);
}

const put = (key: string, value: unknown): void =>
  bench.store.put(key, new TextEncoder().encode(JSON.stringify(value)));

test("what no channel serves or would roll back to goes, with its blobs", async () => {
  for (const version of ["v1", "v2", "v3"]) await bench.release(version);
  const blobsBefore = await bench.listKeys("blobs/");
  const plan = await sweep();
  expect(plan.removed).toMatchObject([{ version: "v1" }]);
  expect(plan.kept).toMatchObject([
    { version: "v3", reasons: ["production serves it"] },
    { version: "v2", reasons: ["production rolls back to it"] },
  ]);
  expect(await listVersions()).toEqual(["v2", "v3"]);
  const blobsAfter = await bench.listKeys("blobs/");
  expect(plan.blobs).toEqual(blobsBefore.filter((key) => !blobsAfter.includes(key)));
  // The model in both of its forms, and the card: what else it had, the others have, too.
  expect(plan.blobs).toHaveLength(3);
  await requireSound();
  const back = await rollBack({ name: "sentiment", channel: "production", from: null }, bench);
  expect(back.pointer).toMatchObject({ version: "v2" });
});

test("manifests go before the blobs that they name", async () => {
  for (const version of ["v1", "v2", "v3"]) await bench.release(version);
  await sweep();
  const kinds = bench.store.removed
    .filter((key) => !key.startsWith(CLAIMS_PREFIX))
    .map((key) => key.split("/")[0]);
  expect(kinds).toEqual(["models", "blobs", "blobs", "blobs", "sweeps"]);
});

test("a preview says the same, and changes nothing", async () => {
  for (const version of ["v1", "v2", "v3"]) await bench.release(version);
  const before = [await bench.listKeys(), bench.store.written.length];
  const rules = { keep: 0, minAgeMs: 0, name: null };
  const preview = await previewPrune(rules, bench);
  expect([await bench.listKeys(), bench.store.written.length]).toEqual(before);
  expect(await sweep()).toEqual(preview);
});

describe("what stays besides", () => {
  test("the newest versions of each model", async () => {
    for (const version of ["v1", "v2", "v3"]) {
      await bench.publish(await bench.write(version));
      await bench.publish(await bench.write(version, { name: "topic" }));
      bench.clock.advance(HOUR_MS);
    }
    await sweep({ keep: 2 });
    expect([await listVersions(), await listVersions("topic")]).toEqual([
      ["v2", "v3"],
      ["v2", "v3"],
    ]);
    await requireSound();
  });

  test("what was written recently, as somebody may publish who leaves no claim", async () => {
    await bench.publish(await bench.write("v1"));
    put(`blobs/sha256/${"a".repeat(64)}`, "orphan");
    bench.clock.advance(DAY_MS - HOUR_MS);
    expect(await sweep({ minAgeMs: DAY_MS })).toMatchObject({ manifests: [], blobs: [] });
    bench.clock.advance(2 * HOUR_MS);
    await sweep({ minAgeMs: DAY_MS });
    expect(await bench.listKeys()).toEqual([]);
  });

  test("versions of models that were not named, and what they share", async () => {
    await bench.publish(await bench.write("v1", { model: "one" }));
    await bench.publish(await bench.write("v1", { model: "one", name: "topic" }));
    await sweep({ name: "sentiment" });
    expect([await listVersions(), await listVersions("topic")]).toEqual([[], ["v1"]]);
    await requireSound();
  });

  test("what is claimed, until the claim is too old", async () => {
    await bench.publish(await bench.write("v1"));
    const orphan = "a".repeat(64);
    put(`blobs/sha256/${orphan}`, "orphan");
    const claim = { name: "sentiment", version: "v1", blobs: [orphan] };
    put(`${CLAIMS_PREFIX}a.json`, claim);
    const before = await bench.listKeys();
    bench.clock.advance(DAY_MS - HOUR_MS);
    expect((await sweep()).kept).toMatchObject([{ reasons: ["is being published"] }]);
    expect(await bench.listKeys()).toEqual(before);
    bench.clock.advance(2 * HOUR_MS);
    await sweep();
    expect(await bench.listKeys()).toEqual([]);
  });

  test("the version before of a pointer that the first trainers wrote", async () => {
    await bench.publish(await bench.write("v1"));
    const { manifestSha256 } = await bench.publish(await bench.write("v2"));
    const pointer = { name: "sentiment", channel: "production", version: "v2", manifestSha256 };
    const promotedAt = "2026-01-01T00:00:00Z";
    const first = { schemaVersion: 1, ...pointer, previousVersion: "v1", promotedAt };
    put(channelKey("sentiment", "production"), first);
    await sweep();
    expect(await listVersions()).toEqual(["v1", "v2"]);
  });

  test("what is nobody's business: other keys beside the blobs", async () => {
    put("blobs/sha256/notes.txt", "");
    put("elsewhere/a", "");
    await sweep();
    expect(await bench.listKeys()).toEqual(["blobs/sha256/notes.txt", "elsewhere/a"]);
  });
});

test("manifests of forced promotions stay as long as a channel pins them", async () => {
  await bench.release("v1");
  await bench.publish(await bench.write("v2", { accuracy: 0.5 }));
  const { pointer } = await bench.promote("v2", { force: true });
  await bench.release("v3");
  const key = forcedManifestKey("sentiment", "v2", pointer.manifestSha256);
  expect((await sweep()).manifests).toEqual([manifestKey("sentiment", "v1")]);
  expect(await bench.listKeys("models/sentiment/v2/")).toContain(key);
  await bench.release("v4", { accuracy: 0.95 });
  expect((await sweep({ keep: 9 })).manifests).toEqual([key]);
  expect(await listVersions()).toContain("v2");
  await requireSound();
});

test("sweeps and claims that were left behind are cleared away", async () => {
  put(`${SWEEPS_PREFIX}dead.json`, {});
  put(`${CLAIMS_PREFIX}dead.json`, { name: "sentiment", version: "v1", blobs: [] });
  bench.clock.advance(2 * DAY_MS);
  put(`${SWEEPS_PREFIX}alive.json`, {});
  await sweep();
  expect(await bench.listKeys()).toEqual([`${SWEEPS_PREFIX}alive.json`]);
});

describe("what cannot be read may need anything, so nothing goes", () => {
  test.each<[string, (bench: ReleaseBench) => Promise<void>, string]>([
    [
      "a manifest of a newer trainer",
      async () => put(manifestKey("sentiment", "v9"), { schemaVersion: 9 }),
      "v9/manifest.json",
    ],
    [
      "a manifest that is no JSON",
      async () => bench.store.put(manifestKey("sentiment", "v9"), new TextEncoder().encode("?")),
      "v9/manifest.json",
    ],
    [
      "a pointer of a newer trainer",
      async () => put(channelKey("sentiment", "canary"), { schemaVersion: 9 }),
      "channels/canary.json",
    ],
    [
      "an object of another kind",
      async () => put("models/sentiment/v1/index.json", {}),
      "index.json",
    ],
    [
      "a channel whose manifest is lost",
      async ({ store }) => store.remove(manifestKey("sentiment", "v2")),
      "v2/manifest.json",
    ],
    [
      "a channel whose manifest before is another",
      async () => {
        await bench.store.remove(manifestKey("sentiment", "v1"));
        await bench.publish(await bench.write("v1", { model: "changed" }));
      },
      "v1/manifest.json",
    ],
  ])("%s", async (_, damage, told) => {
    for (const version of ["v1", "v2"]) await bench.release(version);
    await bench.publish(await bench.write("v3"));
    await damage(bench);
    const before = await bench.listKeys();
    await expect(sweep()).rejects.toMatchObject({
      code: "prune-refused",
      message: expect.stringContaining(told),
    });
    expect(await bench.listKeys()).toEqual(before);
  });
});

test("versions that the first trainers published go as others do", async () => {
  await bench.release("v1");
  const sha256 = "a".repeat(64);
  put(`blobs/sha256/${sha256}`, "old");
  const files = [{ path: "model.ort", bytes: 5, sha256 }];
  put(manifestKey("sentiment", "v0"), {
    schemaVersion: 1,
    name: "sentiment",
    version: "v0",
    files,
    metrics: {},
  });
  expect((await sweep({ keep: 2 })).removed).toEqual([]);
  await bench.release("v2");
  await sweep();
  expect(await listVersions()).toEqual(["v1", "v2"]);
  expect(await bench.listKeys(`blobs/sha256/${sha256}`)).toEqual([]);
});

test("progress counts what goes", async () => {
  await bench.publish(await bench.write("v1"));
  const steps: [number, number][] = [];
  const { store, clock } = bench;
  const onProgress = (done: number, total: number): void => void steps.push([done, total]);
  const plan = await prune({ keep: 0, minAgeMs: 0, name: null }, { store, clock, onProgress });
  const total = plan.manifests.length + plan.blobs.length;
  expect(steps.at(0)).toEqual([0, total]);
  expect(steps.at(-1)).toEqual([total, total]);
});
