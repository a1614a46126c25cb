import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { tableFromIPC } from "apache-arrow";
import { afterAll, expect, test } from "vitest";

import { makeCharacterTokenizer } from "../../test/character-tokenizer.ts";
import { tokenizeTextFiles } from "./tokenize-texts.ts";

const folder = mkdtempSync(join(tmpdir(), "kanjo-texts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const tokenizer = makeCharacterTokenizer(["犬猫は良い"]);

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function tokenize(...files: string[]) {
  const target = join(folder, "texts.arrow");
  const options = { tokenizer, maxTokens: 5, onProgress: () => {} };
  const statistics = await tokenizeTextFiles(files, target, options);
  const table = tableFromIPC(await readFile(target));
  const texts = table.toArray().map((row) => tokenizer.decode([...row["input_ids"]]));
  const names = table.schema.fields.map(({ name }) => name);
  return { statistics, texts, names };
}

test("every line that is not blank is a row, file by file, cut at the limit", async () => {
  const one = write("one.txt", "\uFEFF犬は良い\r\n\n 　\n猫\n");
  const two = write("two.txt", "良い");
  expect(await tokenize(one, two)).toEqual({
    statistics: { rows: 3, tokens: 12, longest: 5, truncated: 1 },
    texts: ["[CLS] 犬 は 良 [SEP]", "[CLS] 猫 [SEP]", "[CLS] 良 い [SEP]"],
    names: ["input_ids", "second_start"],
  });
});

test.each<[string, string | Uint8Array | null, RegExp]>([
  ["that are not there", null, /texts\.txt: cannot be read$/],
  ["that are not UTF-8", Uint8Array.of(0x0a, 0x83, 0x65), /texts\.txt: line 2 .* not UTF-8$/],
  ["without a text", "\n \n", /texts\.txt: no texts$/],
])("files %s are refused by name", async (_, content, message) => {
  const file = join(folder, "texts.txt");
  rmSync(file, { force: true });
  if (content !== null) write("texts.txt", content);
  await expect(tokenize(file)).rejects.toMatchObject({
    code: "data-invalid",
    message: expect.stringMatching(message),
  });
});
