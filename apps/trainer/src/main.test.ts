import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kanjo-main-"));
  const config = {
    tokenizer_class: "BertJapaneseTokenizer",
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "character",
  };
  await writeFile(join(folder, "tokenizer_config.json"), JSON.stringify(config));
  await writeFile(join(folder, "vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nの\n");
});
afterAll(() => rm(folder, { recursive: true }));

function start() {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const child = spawn(process.execPath, [main, "tokenize", "--model", folder]);
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  child.stdin.on("error", () => {});
  return { child, said };
}

test("lines of stdin end at newlines alone", async () => {
  const { child } = start();
  const printed: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  child.stdin.end("の\u2028の\u2029の\rの\r\nの");
  expect(await once(child, "close")).toEqual([0, null]);
  expect(printed.join("").trimEnd().split("\n")).toHaveLength(2);
}, 30_000);

test("a reader of stdout that goes away ends it without a word", async () => {
  const { child, said } = start();
  child.stdout.once("data", () => child.stdout.destroy());
  child.stdin.end("の\n".repeat(100_000));
  const [code] = await once(child, "close");
  expect(said.join("")).toBe("");
  expect(code).toBe(141);
}, 30_000);
