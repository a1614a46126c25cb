import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";

import { AppendFile } from "./append-file.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { findBegun, openInputDigest } from "./find-begun.ts";
import { PrefixDigest } from "./prefix-digest.ts";
import { NOTHING } from "./tally.ts";
import { openFileTarget } from "./targets.ts";
import { nameFiles, openWorkFiles, readCheckpoint, type WorkPaths } from "./work-files.ts";

const settings = {
  model: "m",
  version: "v1",
  manifestSha256: "0".repeat(64),
  format: "csv",
  textColumn: "text",
  prefix: "",
} as const;
const progress = { settings, position: { offset: 4, rows: 2, lines: 2 }, tally: NOTHING };

let folder: string;
let paths: WorkPaths;
let inputPath: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-work-"));
  paths = { output: join(folder, "out.csv"), badRows: join(folder, "side/bad.jsonl") };
  inputPath = join(folder, "in.csv");
  await writeFile(inputPath, "abcdefgh");
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes more than the checkpoint knows of, and ends there. */
async function leaveUnfinished(): Promise<Checkpoint> {
  const target = await openFileTarget(paths, null, new PrefixDigest(inputPath));
  await target.write("kept", "bad");
  await target.keep(progress);
  await target.write(" lost", " lost");
  await target.close();
  const begun = await readCheckpoint(paths);
  if (begun === null) throw new Error("no checkpoint");
  return begun;
}

async function finish(begun: Checkpoint | null, bad: number): Promise<void> {
  const target = await openFileTarget(paths, begun, new PrefixDigest(inputPath));
  await target.write(" new", " new");
  await target.finish({ ...progress, tally: { ...NOTHING, bad } });
  await target.close();
}

test("what lies behind the checkpoint is cut off, and the files get their names at the end", async () => {
  const begun = await leaveUnfinished();
  expect(begun).toMatchObject({ ...progress, outputBytes: 4, badRowsBytes: 3, isComplete: false });
  await expect(readFile(paths.output)).rejects.toThrow("ENOENT");
  await finish(begun, 1);
  expect(await readFile(paths.output, "utf8")).toBe("kept new");
  expect(await readFile(paths.badRows, "utf8")).toBe("bad new");
  expect(await readdir(folder)).toEqual(["in.csv", "out.csv", "side"]);
  expect(await readdir(join(folder, "side"))).toEqual(["bad.jsonl"]);
});

test("without bad rows there is no side file, not even an old one", async () => {
  await mkdir(join(folder, "side"));
  await writeFile(paths.badRows, "old");
  await finish(null, 0);
  expect(await readdir(join(folder, "side"))).toEqual([]);
});

test("until the end, what stood there before stays", async () => {
  await writeFile(paths.output, "old");
  await leaveUnfinished();
  expect(await readFile(paths.output, "utf8")).toBe("old");
});

describe("naming the files goes on wherever it was cut off", () => {
  test.each(["before it", "behind the side file", "behind the output"])("%s", async (where) => {
    await leaveUnfinished();
    const side = join(folder, "side");
    if (where !== "before it") {
      await rm(`${paths.badRows}.partial`);
      await writeFile(paths.badRows, "named");
    }
    if (where === "behind the output") {
      await rm(join(folder, "out.csv.partial/rows"));
      await writeFile(paths.output, "named");
    }
    await nameFiles(paths, true);
    expect(await readdir(folder)).toEqual(["in.csv", "out.csv", "side"]);
    expect(await readdir(side)).toEqual(["bad.jsonl"]);
  });
});

test("partial files that are shorter than the checkpoint says are refused", async () => {
  const begun = await leaveUnfinished();
  await writeFile(join(folder, "out.csv.partial/rows"), "k");
  await expect(openWorkFiles(paths, begun)).rejects.toMatchObject({ code: "labelling-damaged" });
});

test("two processes do not label into one file", async () => {
  const other = spawn(process.execPath, [
    "--input-type=module",
    "-e",
    `import { openWorkFiles } from ${JSON.stringify(new URL("work-files.ts", import.meta.url).href)};
     await openWorkFiles(${JSON.stringify(paths)}, null);
     process.stdout.write("open");
     setInterval(() => {}, 1000);`,
  ]);
  onTestFinished(() => void other.kill());
  await once(other.stdout, "data");
  await expect(openWorkFiles(paths, null)).rejects.toMatchObject({
    code: "labelling-busy",
    message: expect.stringContaining(String(other.pid)),
  });
  other.kill("SIGKILL");
  await once(other, "exit");
  const { output, badRows } = await openWorkFiles(paths, null);
  await Promise.all([output.close(), badRows.close()]);
});

describe("what is there already", () => {
  test("is nothing", async () => {
    for (const beginning of ["refuse", "resume", "overwrite"] as const) {
      expect(await findBegun(paths, beginning, settings)).toBeNull();
    }
  });

  test("is an unfinished labelling", async () => {
    const begun = await leaveUnfinished();
    expect(await findBegun(paths, "resume", settings)).toEqual(begun);
    expect(await findBegun(paths, "overwrite", settings)).toBeNull();
    await expect(findBegun(paths, "refuse", settings)).rejects.toMatchObject({
      code: "labelling-unfinished",
      message: expect.stringContaining("2 rows"),
      hint: expect.stringContaining("--resume"),
    });
  });

  test.each(["output", "badRows"] as const)("is a file: %s", async (which) => {
    await mkdir(join(folder, "side"));
    await writeFile(paths[which], "old");
    for (const beginning of ["refuse", "resume"] as const) {
      await expect(findBegun(paths, beginning, settings)).rejects.toMatchObject({
        code: "output-exists",
      });
    }
    expect(await findBegun(paths, "overwrite", settings)).toBeNull();
  });

  test.each([
    ["version", { version: "v2" }],
    ["manifestSha256", { manifestSha256: "1".repeat(64) }],
    ["format", { format: "tsv" }],
    ["textColumn", { textColumn: "body" }],
    ["prefix", { prefix: "p_" }],
    ["model", { model: "other" }],
  ] as const)("was begun with another %s", async (name, other) => {
    await leaveUnfinished();
    await expect(findBegun(paths, "resume", { ...settings, ...other })).rejects.toMatchObject({
      code: "resume-mismatch",
      message: expect.stringContaining(`${name} was`),
      hint: expect.stringContaining("v1"),
    });
  });

  test("is a checkpoint that was cut: labelling begins anew", async () => {
    await leaveUnfinished();
    await writeFile(join(folder, "out.csv.partial/checkpoint.json"), "{");
    expect(await findBegun(paths, "resume", settings)).toBeNull();
  });
});

describe("an input that is gone on with", () => {
  test("may have grown or changed behind what was labelled", async () => {
    const begun = await leaveUnfinished();
    await writeFile(inputPath, "abcd");
    await appendFile(inputPath, "other");
    const digest = await openInputDigest(inputPath, begun);
    expect(await digest.advanceTo(9)).toBe(await new PrefixDigest(inputPath).advanceTo(9));
  });

  test.each(["abcx", "abc", ""])("is refused when it is %j before that", async (content) => {
    const begun = await leaveUnfinished();
    await writeFile(inputPath, content);
    await expect(openInputDigest(inputPath, begun)).rejects.toMatchObject({
      code: "resume-mismatch",
      message: expect.stringContaining("first 4 bytes"),
    });
  });
});

test("a file that grows knows its length, and is cut to one", async () => {
  const path = join(folder, "grown");
  const first = await AppendFile.open(path, 0);
  await first?.append("感情\n");
  expect(first?.bytes).toBe(7);
  await first?.close();
  const second = await AppendFile.open(path, 3);
  await second?.append("x");
  await second?.close();
  expect(await readFile(path, "utf8")).toBe("感x");
  expect(await AppendFile.open(path, 5)).toBeNull();
});
