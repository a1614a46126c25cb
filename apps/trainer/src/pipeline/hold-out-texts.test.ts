import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { holdOutTexts } from "./hold-out-texts.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-hold-out-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function holdOut(...contents: (string | Uint8Array)[]) {
  const files = contents.map((_, at) => join(folder, `texts-${at}.txt`));
  for (const [at, file] of files.entries()) await writeFile(file, contents[at] ?? "");
  const targets = { train: join(folder, "train.txt"), validation: join(folder, "validation.txt") };
  const counts = await holdOutTexts(files, targets);
  const read = async (file: string) => (await readFile(file, "utf8")).split("\n").slice(0, -1);
  return { counts, train: await read(targets.train), validation: await read(targets.validation) };
}

const texts = Array.from({ length: 100 }, (_, at) => `文${at}`);

test("one text in twenty is held out, and every text is somewhere once", async () => {
  const { counts, train, validation } = await holdOut(texts.join("\n"));
  expect(counts).toEqual({ train: 95, validation: 5 });
  expect([...train, ...validation].toSorted()).toEqual(texts.toSorted());
});

test("several files are read one after the other, and empty lines are none", async () => {
  const { counts, train, validation } = await holdOut("a\n\n  \nb\n", "c\r\nd");
  expect(counts).toEqual({ train: 3, validation: 1 });
  expect({ train, validation }).toEqual({ train: ["b", "c", "d"], validation: ["a"] });
});

describe("what gives no texts is refused without a word of it", () => {
  test.each([
    ["one text alone", "秘密", /texts-0\.txt: 1 text, at least 2/],
    ["no text", "\n", /0 texts,/],
    ["another encoding", Uint8Array.of(0x97, 0x0a), /texts-0\.txt: line 1 .* not UTF-8/],
  ])("%s", async (_, content, message) => {
    const holding = holdOut(content);
    await expect(holding).rejects.toMatchObject({ code: "data-invalid" });
    await expect(holding).rejects.toThrow(message);
    await expect(holding).rejects.not.toThrow("秘密");
  });
});
