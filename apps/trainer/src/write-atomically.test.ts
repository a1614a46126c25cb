import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { writeAtomically } from "./write-atomically.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-write-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("writers of one file do not meet: one of them wins whole, and nothing else is left", async () => {
  const file = join(folder, "made/file");
  const contents = Array.from({ length: 8 }, (_, at) => String(at).repeat(100_000));
  await Promise.all(contents.map((text) => writeAtomically(file, new TextEncoder().encode(text))));
  expect(contents).toContain(await readFile(file, "utf8"));
  expect(await readdir(join(folder, "made"))).toEqual(["file"]);
});
