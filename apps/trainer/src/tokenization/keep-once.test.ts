import { mkdtempSync, rmSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";

import { keepOnce } from "./keep-once.ts";

let cache: string;
let dir: string;
let made: number;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), "kanjo-keep-"));
  dir = join(cache, "digest");
  made = 0;
});
afterEach(() => rmSync(cache, { recursive: true }));

const Result = z.object({ rows: z.number() });

function keep() {
  return keepOnce(dir, Result, async (folder) => {
    made += 1;
    await writeFile(join(folder, "a"), "alpha");
    await writeFile(join(folder, "b"), "beta");
    return { rows: 2 };
  });
}

test("what was made is kept, and made no second time", async () => {
  expect(await keep()).toEqual({ dir, result: { rows: 2 }, isFromCache: false });
  expect(await keep()).toEqual({ dir, result: { rows: 2 }, isFromCache: true });
  expect(made).toBe(1);
  expect(await readFile(join(dir, "a"), "utf8")).toBe("alpha");
});

describe("an entry is made anew", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["when a file is gone", () => rm(join(dir, "b"))],
    ["when a file is longer", () => appendFile(join(dir, "b"), "x")],
    ["when a file has other bytes", () => writeFile(join(dir, "b"), "BETA")],
    ["when its list is gone", () => rm(join(dir, "entry.json"))],
    ["when its list is cut off", () => writeFile(join(dir, "entry.json"), '{"files":')],
    ["when its result is another", () => writeFile(join(dir, "entry.json"), '{"files":{}}')],
  ])("%s", async (_, harm) => {
    await keep();
    await harm();
    expect(await keep()).toEqual({ dir, result: { rows: 2 }, isFromCache: false });
    expect(await readFile(join(dir, "b"), "utf8")).toBe("beta");
    expect((await keep()).isFromCache).toBe(true);
    expect(await readdir(cache)).toEqual(["digest"]);
  });

  test("when a process was killed while it made it", async () => {
    await mkdir(`${dir}.0.partial`);
    await writeFile(join(`${dir}.0.partial`, "a"), "al");
    expect((await keep()).isFromCache).toBe(false);
    expect((await keep()).isFromCache).toBe(true);
  });
});

test("nothing is kept of what fails", async () => {
  const failing = keepOnce(dir, Result, async (folder) => {
    await writeFile(join(folder, "a"), "alpha");
    throw new Error("row 3 is bad");
  });
  await expect(failing).rejects.toThrow("row 3 is bad");
  expect(await readdir(cache)).toEqual([]);
});

test("two that make the same at once have the same", async () => {
  const both = await Promise.all([keep(), keep()]);
  expect(both.map(({ result }) => result)).toEqual([{ rows: 2 }, { rows: 2 }]);
  expect(await readdir(cache)).toEqual(["digest"]);
  expect((await keep()).isFromCache).toBe(true);
});
