import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { writeSmallMecabFolder } from "../../test/small-dictionary.ts";
import { compileOnce } from "./compile-once.ts";
import { openDictionaryFile } from "./open-dictionary-file.ts";

let folder: string;
let cacheDir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-dictionary-"));
  cacheDir = join(folder, "cache");
  await writeSmallMecabFolder(folder);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

async function compile(changes: { readonly licence?: string } = {}) {
  let compiled = 0;
  const source = { name: "small", folder, licence: "free", ...changes };
  const file = await compileOnce(source, cacheDir, () => (compiled += 1));
  return { ...file, compiled };
}

test("a dictionary knows its name, its licence and the digests of what it was made of", async () => {
  const { dictionary, file } = await compile();
  expect(dictionary.info).toMatchObject({ name: "small", licence: "free" });
  expect(Object.keys(dictionary.info.sources).toSorted()).toEqual([
    "char.bin",
    "matrix.bin",
    "sys.dic",
    "unk.dic",
  ]);
  expect(file).toMatch(/small-[0-9a-f]{12}\.kjd$/);
  expect(dictionary.segment("すもものうち").length).toBe(3);
});

describe("what was compiled", () => {
  test("is found again and not compiled twice", async () => {
    const first = await compile();
    const second = await compile();
    expect([first.compiled, second.compiled]).toEqual([1, 0]);
    expect(second).toMatchObject({ file: first.file, sha256: first.sha256, bytes: first.bytes });
    expect(await readdir(cacheDir)).toHaveLength(1);
  });

  test.each([
    ["one of its files", async () => rewrite("char.bin"), {}],
    ["its licence", async () => {}, { licence: "changed" }],
    ["the Unicode version, whose NFKC is another", async () => changeUnicode("99.0"), {}],
  ])("is compiled anew after a change of %s", async (_, change, changes) => {
    const first = await compile();
    await change();
    const second = await compile(changes);
    expect(second.compiled).toBe(1);
    expect(second.file).not.toBe(first.file);
  });

  test("is compiled anew when it was damaged", async () => {
    const first = await compile();
    await truncate(first.file, first.bytes - 1);
    const second = await compile();
    expect(second).toMatchObject({ compiled: 1, file: first.file, sha256: first.sha256 });
  });
});

function changeUnicode(unicode: string): void {
  const versions = { value: { ...process.versions, unicode } };
  vi.stubGlobal("process", Object.create(process, { versions }));
}

/** Another default length for the last character, which no text has. */
async function rewrite(name: string): Promise<void> {
  const bytes = await readFile(join(folder, name));
  bytes.writeUInt8((bytes.at(-1) ?? 0) ^ 0x04, bytes.length - 1);
  await writeFile(join(folder, name), bytes);
}

describe("what is no dictionary is refused with its file", () => {
  test("a folder without the files", async () => {
    await rm(join(folder, "matrix.bin"));
    await expect(compile()).rejects.toMatchObject({
      code: "dictionary-missing",
      message: expect.stringContaining(folder),
      hint: expect.stringContaining("matrix.bin"),
    });
  });

  test("a damaged file of MeCab's", async () => {
    await truncate(join(folder, "sys.dic"), 100);
    await expect(compile()).rejects.toMatchObject({
      code: "mecab-file-invalid",
      message: expect.stringContaining("sys.dic"),
    });
    expect(await readdir(folder)).not.toContain("cache");
  });

  test("a compiled file with one flipped bit, and one that is not there", async () => {
    const { file, bytes } = await compile();
    const content = await readFile(file);
    content.writeUInt8((content[bytes - 9] ?? 0) ^ 1, bytes - 9);
    await writeFile(file, content);
    await expect(openDictionaryFile(file)).rejects.toMatchObject({
      code: "dictionary-invalid",
      message: expect.stringContaining(file),
    });
    await rm(file);
    await expect(openDictionaryFile(file)).rejects.toMatchObject({ code: "dictionary-missing" });
  });
});
