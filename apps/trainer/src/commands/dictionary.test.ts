import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { sha256 } from "@kanjo/shared/digest";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { writeSmallMecabFolder } from "../../test/small-dictionary.ts";
import { createDictionaryCommand } from "./dictionary.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-build-"));
  await writeSmallMecabFolder(folder);
  await writeFile(join(folder, "notice.txt"), "free for all");
});
afterAll(() => rm(folder, { recursive: true }));

async function build(...options: string[]): Promise<readonly string[]> {
  const terminal = createRecordingTerminal(folder);
  const command = createDictionaryCommand(terminal, join(folder, "cache"));
  await command.parseAsync(["build", ...options], { from: "user" });
  return terminal.printed;
}

const SOURCE = ["--path", ".", "--name", "small", "--licence-file", "notice.txt"];

test("a folder's dictionary is written where it was asked for, and described", async () => {
  const [line = ""] = await build(...SOURCE, "--out", "made/own.kjd", "--json");
  const file = join(folder, "made/own.kjd");
  const bytes = new Uint8Array(await readFile(file));
  expect(JSON.parse(line)).toMatchObject({
    name: "small",
    file,
    bytes: bytes.length,
    sha256: await sha256(bytes),
    surfaces: 6,
  });
  expect(new TextDecoder().decode(bytes.subarray(0, 2_000))).toContain("free for all");
  expect(await readdir(join(folder, "made"))).toEqual(["own.kjd"]);
});

test("without a place it stays in the cache, whose path is printed", async () => {
  const [file = ""] = await build(...SOURCE);
  expect(file).toMatch(/^cache\/small-[0-9a-f]{12}\.kjd$/);
  expect(await readdir(join(folder, "cache"))).toHaveLength(1);
});

test("a folder that is not there is named before the notice that it lacks", async () => {
  await expect(build("--path", "none", "--name", "small")).rejects.toMatchObject({
    code: "dictionary-missing",
    message: expect.stringContaining(join(folder, "none")),
  });
});

test("a folder without a name is wrong usage, and one without a notice is refused", async () => {
  await expect(build("--path", ".")).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("--name"),
  });
  await expect(build("--path", ".", "--name", "small")).rejects.toMatchObject({
    code: "licence-missing",
  });
});
