import { manifestKey } from "@kanjo/shared/manifest/keys";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { intercept } from "../../test/intercept.ts";
import { openReleaseBench, type ReleaseBench } from "../../test/release-bench.ts";
import { rollBack } from "./roll-back.ts";

let bench: ReleaseBench;
beforeEach(async () => {
  bench = await openReleaseBench();
});
afterEach(() => bench.remove());

const roll = (from: string | null = null) =>
  rollBack({ name: "sentiment", channel: "production", from }, bench);

test("the channel serves what it served before, and rolling back again returns", async () => {
  await bench.release("v1");
  await bench.release("v2");
  const served = await bench.readPointer();
  bench.clock.advance(1_000);
  const { pointer } = await roll();
  expect(pointer).toEqual({
    ...served,
    ...served?.previous,
    previous: {
      version: "v2",
      manifestSha256: served?.manifestSha256,
      forced: false,
    },
    promotedAt: "2026-11-23T00:00:01.000Z",
  });
  expect(await bench.readPointer()).toEqual(pointer);
  expect((await roll()).pointer).toEqual({ ...served, promotedAt: "2026-11-23T00:00:01.000Z" });
});

test("gates are not asked, and what was forced stays forced", async () => {
  await bench.publish(await bench.write("v1", { accuracy: 0.5, minAccuracy: 0.9 }));
  await bench.promote("v1", { force: true });
  await bench.release("v2", { accuracy: 0.95 });
  const { pointer } = await roll();
  expect(pointer).toMatchObject({ version: "v1", forced: true, previous: { version: "v2" } });
});

test("the percentage stays as it is", async () => {
  await bench.release("v1");
  await bench.publish(await bench.write("v2"));
  await bench.promote("v2", { percent: 20 });
  expect((await roll()).pointer).toMatchObject({ version: "v1", percent: 20 });
});

describe("there is nothing to roll back to", () => {
  test("for a channel that serves nothing", async () => {
    await expect(roll()).rejects.toMatchObject({ code: "nothing-to-roll-back-to" });
  });

  test("for the first release of a channel", async () => {
    await bench.release("v1");
    await expect(roll()).rejects.toThrow(/v1 is the first that it serves/);
  });
});

describe("with the version to leave", () => {
  test("the same command again does nothing", async () => {
    await bench.release("v1");
    await bench.release("v2");
    expect(await roll("v2")).toMatchObject({ moved: true, pointer: { version: "v1" } });
    expect(await roll("v2")).toMatchObject({ moved: false, pointer: { version: "v1" } });
  });

  test("a channel that has gone on is left alone", async () => {
    await bench.release("v1");
    await bench.release("v2");
    await bench.release("v3");
    await bench.release("v4");
    await expect(roll("v2")).rejects.toMatchObject({ code: "promotion-conflict" });
    expect(await bench.readPointer()).toMatchObject({ version: "v4" });
  });
});

test("a release that is not whole is not rolled back to", async () => {
  await bench.release("v1");
  await bench.release("v2");
  await bench.store.remove(manifestKey("sentiment", "v1"));
  await expect(roll()).rejects.toMatchObject({ code: "release-damaged" });
  expect(await bench.readPointer()).toMatchObject({ version: "v2" });
});

test("of a roll back and a promotion at once one wins", async () => {
  await bench.release("v1");
  await bench.release("v2");
  await bench.publish(await bench.write("v3"));
  let isFirst = true;
  intercept(bench.store, (original) => ({
    write: async (...args) => {
      if (isFirst) {
        isFirst = false;
        await bench.promote("v3");
      }
      return original.write(...args);
    },
  }));
  await expect(roll()).rejects.toThrow(/it serves v3/);
  expect(await bench.readPointer()).toMatchObject({ version: "v3", previous: { version: "v2" } });
});
