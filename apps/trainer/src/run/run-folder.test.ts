import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createRunFolder, openRunFolder, takeRunFolder } from "./run-folder.ts";
import { writeRun } from "../../test/small-run.ts";

let runs: string;
beforeAll(async () => {
  runs = await mkdtemp(join(tmpdir(), "kanjo-folders-"));
});
afterAll(() => rm(runs, { recursive: true }));

test("a version is made once", async () => {
  const { dir } = await createRunFolder(runs, "one");
  expect(await readdir(dir)).toEqual(["data", "engine", "process.json", "release"]);
  await expect(createRunFolder(runs, "one")).rejects.toMatchObject({ code: "run-exists" });
});

test("a run whose process has ended is opened to go on, with what it has", async () => {
  const dir = await writeRun(join(runs, "two"), {
    "recipe.json": { name: "r" },
    "data/train.arrow": "kept",
    "process.json": { pid: 4_000_000, started: null },
  });
  const folder = await openRunFolder(dir);
  expect(await readFile(join(folder.dataDir, "train.arrow"), "utf8")).toBe("kept");
  expect(JSON.parse(await readFile(join(dir, "process.json"), "utf8"))).toMatchObject({
    pid: process.pid,
  });
});

test("a folder without a recipe is not gone on with", async () => {
  await expect(openRunFolder(join(runs, "none"))).rejects.toMatchObject({ code: "run-missing" });
});

test("a training inside another's is begun where nothing but its folder was made", async () => {
  const dir = join(runs, "outer/seeds/1");
  await takeRunFolder(dir);
  const folder = await takeRunFolder(dir);
  await folder.writeJson("recipe.json", { name: "inner" });
  await takeRunFolder(dir);
  expect(JSON.parse(await readFile(join(dir, "recipe.json"), "utf8"))).toEqual({ name: "inner" });
});

test("a folder that another process trains in is left to it, and opened after its end", async () => {
  const dir = await writeRun(join(runs, "busy"), { "recipe.json": {} });
  const other = spawn(process.execPath, [
    "--input-type=module",
    "--eval",
    `import { recordProcess } from ${JSON.stringify(new URL("process-record.ts", import.meta.url).href)};
     await recordProcess(${JSON.stringify(dir)});
     console.log("recorded");
     setInterval(() => {}, 1000);`,
  ]);
  try {
    await once(other.stdout, "data");
    await expect(openRunFolder(dir)).rejects.toMatchObject({ code: "run-busy" });
    await expect(takeRunFolder(dir)).rejects.toMatchObject({ code: "run-busy" });
  } finally {
    other.kill("SIGKILL");
    await once(other, "exit");
  }
  await expect(openRunFolder(dir)).resolves.toMatchObject({ dir });
}, 30_000);

test("a process opens its own folder again", async () => {
  const folder = await createRunFolder(runs, "own");
  await folder.writeJson("recipe.json", {});
  await expect(openRunFolder(folder.dir)).resolves.toMatchObject({ dir: folder.dir });
});
