import { beforeEach, expect, test } from "vitest";

import { intercept } from "../../test/intercept.ts";
import { createMemoryObjectStore, type MemoryObjectStore } from "../../test/memory-object-store.ts";
import type { WriteCondition } from "../object-store/object-store.ts";
import { encodeJson, writeJsonIf } from "./settle-write.ts";

const KEY = "a.json";
const MINE = encodeJson({ mine: true });
const OTHER = encodeJson({ mine: false });
const ABSENT: WriteCondition = { kind: "absent" };

let store: MemoryObjectStore;
beforeEach(() => {
  store = createMemoryObjectStore();
});

const write = (bytes: Uint8Array, condition: WriteCondition, beforeWrite = () => {}) =>
  writeJsonIf({ key: KEY, bytes, condition, beforeWrite }, store);

test("what is there already counts as written", async () => {
  expect(await write(MINE, ABSENT)).toBe(true);
  expect(await write(MINE, ABSENT)).toBe(true);
  expect(await write(OTHER, ABSENT)).toBe(false);
});

test("an object that is another one by now stays", async () => {
  store.put(KEY, OTHER);
  const etag = (await store.read(KEY))?.etag ?? "";
  expect(await write(MINE, { kind: "etag", etag })).toBe(true);
  store.put(KEY, OTHER);
  expect(await write(MINE, { kind: "etag", etag })).toBe(false);
  expect((await store.read(KEY))?.bytes).toEqual(OTHER);
});

test("one that was in the way and is gone by now is no reason to give up", async () => {
  store.put(KEY, OTHER);
  intercept(store, (original) => ({
    read: async (key) => {
      await store.remove(key);
      return original.read(key);
    },
  }));
  expect(await write(MINE, ABSENT)).toBe(true);
});

test("a store that refuses what holds is not asked for ever", async () => {
  let writes = 0;
  intercept(store, () => ({
    write: () => {
      writes += 1;
      return Promise.resolve("condition-failed");
    },
  }));
  await expect(write(MINE, ABSENT)).rejects.toMatchObject({
    code: "object-store-failed",
  });
  expect(writes).toBe(5);
});

test("what is asked before each attempt can end them", async () => {
  store.put(KEY, OTHER);
  intercept(store, (original) => ({
    read: async (key) => {
      await store.remove(key);
      return original.read(key);
    },
  }));
  let asked = 0;
  const beforeWrite = (): void => {
    asked += 1;
    if (asked === 2) throw new Error("too late");
  };
  await expect(write(MINE, ABSENT, beforeWrite)).rejects.toThrow("too late");
  expect(await store.stat(KEY)).toBeNull();
});
