import { sha256 } from "@kanjo/shared/digest";
import type { ArtifactFile } from "@kanjo/shared/manifest";
import { beforeAll, beforeEach, expect, test } from "vitest";

import { CountingStore } from "../../test/support/counting-store.ts";
import { storeBytes } from "../../test/support/stored-object.ts";
import { compileSmallDictionary } from "../../test/support/word-releases.ts";
import { DictionaryPool } from "./dictionary-pool.ts";

const READ_LIMIT_MS = 30_000;
const NEVER = new Promise<never>(() => {});

let bytes: Uint8Array<ArrayBuffer>;
let file: ArtifactFile;
/** What the next reads do; those after them bring the bytes. */
let nextReads: Promise<Uint8Array<ArrayBuffer>>[];
let nowMs: number;
let store: CountingStore;
let pool: DictionaryPool;

beforeAll(async () => {
  bytes = await compileSmallDictionary();
  file = { path: "dictionary.kjd", bytes: bytes.byteLength, sha256: await sha256(bytes) };
});

beforeEach(() => {
  nextReads = [];
  nowMs = 0;
  store = new CountingStore({
    read: async () => storeBytes(await (nextReads.shift() ?? bytes)),
  });
  pool = new DictionaryPool({ store, readLimitMs: READ_LIMIT_MS, now: () => nowMs });
});

test("two leases at the same time share one read", async () => {
  const [first, second] = await Promise.all([pool.lease(file), pool.lease(file)]);
  expect(second.dictionary).toBe(first.dictionary);
  expect(store.keys).toHaveLength(1);
});

test("a dictionary is open until its last lease is released", async () => {
  const [first, second] = await Promise.all([pool.lease(file), pool.lease(file)]);
  first.release();
  const third = await pool.lease(file);
  expect(third.dictionary).toBe(second.dictionary);
  second.release();
  third.release();
  expect((await pool.lease(file)).dictionary).not.toBe(first.dictionary);
  expect(store.keys).toHaveLength(2);
});

test("a read that fails fails for all that wait, and the next lease reads again", async () => {
  nextReads = [Promise.reject(new Error("no connection"))];
  const outcomes = await Promise.allSettled([pool.lease(file), pool.lease(file)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect((await pool.lease(file)).dictionary.info.name).toBe("small");
  expect(store.keys).toHaveLength(2);
});

test("a read that never ends is not joined after the limit", async () => {
  nextReads = [NEVER];
  void pool.lease(file);
  nowMs = READ_LIMIT_MS;
  await pool.lease(file);
  expect(store.keys).toHaveLength(2);
});

test("a read that ends after a later one leaves no second copy open", async () => {
  const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  nextReads = [promise];
  const slow = pool.lease(file);
  nowMs = READ_LIMIT_MS;
  const { dictionary } = await pool.lease(file);
  resolve(bytes);
  expect((await slow).dictionary).toBe(dictionary);
});
