/** What every object store has to do, whatever lies behind it. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { ObjectStore, SourceFile } from "../src/object-store/object-store.ts";
import { collect } from "./opened-input.ts";

const MEBIBYTE = 1 << 20;
const ABSENT = { kind: "absent" } as const;

/**
 * Tests for the block that this is called in.
 * @param store called in each test, when `beforeAll` has run
 */
export function testObjectStore(store: () => ObjectStore): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-objects-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const write = (key: string, text: string) =>
    store().write(key, Buffer.from(text), "text/plain", ABSENT);
  const readText = async (key: string) => {
    const found = await store().read(key);
    return found === null ? null : Buffer.from(found.bytes).toString();
  };

  test("what is not there is null, and no error to remove", async () => {
    const key = newKey();
    expect(await store().read(key)).toBeNull();
    expect(await store().stat(key)).toBeNull();
    expect(await store().open(key)).toBeNull();
    await store().remove(key);
  });

  test("only the first one makes an object", async () => {
    const key = newKey();
    expect(await write(key, "first")).toBe("written");
    expect(await write(key, "second")).toBe("condition-failed");
    expect(await readText(key)).toBe("first");
    const state = await store().stat(key);
    expect(state?.bytes).toBe(5);
    expect(Math.abs(Date.now() - (state?.modifiedAt.getTime() ?? 0))).toBeLessThan(3_600_000);
  });

  test("an object is replaced only by one who knows its state", async () => {
    const key = newKey();
    await write(key, "one");
    const etag = (await store().read(key))?.etag ?? "";
    const replace = (text: string) =>
      store().write(key, Buffer.from(text), "text/plain", { kind: "etag", etag });
    expect(await replace("two")).toBe("written");
    expect(await replace("three")).toBe("condition-failed");
    expect(await readText(key)).toBe("two");
  });

  test("an object that is gone is not replaced", async () => {
    const key = newKey();
    await write(key, "one");
    const etag = (await store().read(key))?.etag ?? "";
    await store().remove(key);
    const condition = { kind: "etag", etag } as const;
    expect(await store().write(key, Buffer.from("two"), "text/plain", condition)).toBe(
      "condition-failed",
    );
    expect(await readText(key)).toBeNull();
  });

  test.each([0, 1, 8 * MEBIBYTE, 8 * MEBIBYTE + 1, 20 * MEBIBYTE])(
    "a file of %i bytes comes back as it is",
    async (length) => {
      const key = newKey();
      const { file, bytes } = await makeFile(folder, length);
      const progress: number[] = [];
      expect(await store().writeFile(key, file, (sent) => progress.push(sent))).toBe("written");
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      expect(progress.at(-1)).toBe(length);
      const opened = await store().open(key);
      expect(opened?.bytes).toBe(length);
      const parts = await collect(opened?.parts ?? []);
      expect(Buffer.concat(parts).equals(bytes)).toBe(true);
      expect((await store().stat(key))?.bytes).toBe(length);
    },
  );

  test.each([1, 9 * MEBIBYTE])("a file of %i bytes replaces nothing", async (length) => {
    const key = newKey();
    await write(key, "first");
    const { file } = await makeFile(folder, length);
    expect(await store().writeFile(key, file, () => {})).toBe("condition-failed");
    expect(await readText(key)).toBe("first");
  });

  test("a list has the objects of a prefix alone, in the order of keys", async () => {
    const prefix = newKey();
    const names = ["b", "a b+c&d", "a/z", "感情", "a", "a.json"];
    for (const one of names) await write(`${prefix}/${one}`, one);
    await write(`${prefix}-other`, "x");
    const listed = await collect(store().list(`${prefix}/`));
    const keys = listed.map(({ key }) => key);
    expect(keys).toEqual(names.map((one) => `${prefix}/${one}`).toSorted());
    expect(listed.map(({ bytes }) => bytes)).toEqual(
      keys.map((key) => Buffer.byteLength(key.slice(prefix.length + 1))),
    );
    expect(await collect(store().list(`${prefix}/none`))).toEqual([]);
    await store().remove(`${prefix}/a`);
    expect(await collect(store().list(`${prefix}/a`))).toHaveLength(3);
  });
}

function newKey(): string {
  return `test/${randomUUID()}`;
}

/** Random bytes as a file, to be sent. */
export async function makeFile(
  folder: string,
  length: number,
): Promise<{ readonly file: SourceFile; readonly bytes: Buffer }> {
  const bytes = randomBytes(length);
  const path = join(folder, randomUUID());
  await writeFile(path, bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { file: { path, bytes: length, sha256 }, bytes };
}
