import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { findDictionaryPackage, PACKAGED_DICTIONARIES } from "./find-dictionary-package.ts";
import { digestMecabFolder } from "./mecab-folder.ts";
import { readLicence } from "./read-licence.ts";

const python = process.env["KANJO_PYTHON"] ?? "python3";
const has = (name: string): boolean => spawnSync(python, ["-c", `import ${name}`]).status === 0;

describe.each(PACKAGED_DICTIONARIES)("%s", (name) => {
  const isInstalled = has(name);
  if (!isInstalled) process.stderr.write(`skipped: ${name}, because KANJO_PYTHON lacks it\n`);

  test.skipIf(!isInstalled)("is found with MeCab's files and a licence notice", async () => {
    const folder = await findDictionaryPackage(name, python);
    expect(Object.keys(await digestMecabFolder(folder))).toContain("sys.dic");
    expect(await readLicence(folder)).toMatch(/warrant/i);
  });
});

describe("what is not there is refused with the way to it", () => {
  test("a package", async () => {
    await expect(findDictionaryPackage("ipadic", "/none/python")).rejects.toMatchObject({
      code: "dictionary-missing",
      hint: expect.stringContaining("/none/python -m pip install ipadic==1.0.0"),
    });
  });

  test("a name that no package is known for", async () => {
    await expect(findDictionaryPackage("neologd", python)).rejects.toMatchObject({
      code: "dictionary-missing",
      hint: expect.stringContaining("--path FOLDER --name neologd"),
    });
  });
});

describe("the licence notice of a folder", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-licence-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("is refused when there is none", async () => {
    await expect(readLicence(folder)).rejects.toMatchObject({
      code: "licence-missing",
      hint: expect.stringContaining("--licence-file"),
    });
  });

  test("has the terms first, then the licence that they name", async () => {
    await writeFile(join(folder, "BSD"), "Redistribution ...\n");
    await writeFile(join(folder, "COPYING"), "See the file BSD.\n\n");
    expect(await readLicence(folder)).toBe("See the file BSD.\n\nRedistribution ...\n");
  });
});
