import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { writeSmallRelease } from "../../test/small-release.ts";
import { readTeacher } from "./read-teacher.ts";

const VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "も", "##も"];

let runDir: string;
beforeEach(async () => {
  runDir = mkdtempSync(join(tmpdir(), "kanjo-teacher-"));
  await writeSmallRelease(join(runDir, "release"), VOCABULARY);
  const checkpoint = join(runDir, "engine", "checkpoint");
  await mkdir(checkpoint, { recursive: true });
  const config = { model_type: "bert", vocab_size: 7, max_position_embeddings: 96 };
  await writeFile(join(checkpoint, "config.json"), JSON.stringify(config));
  await writeFile(join(checkpoint, "model.safetensors"), "weights");
});
afterEach(() => rmSync(runDir, { recursive: true }));

test("a finished run is a teacher with its labels and its tokenizer", async () => {
  expect(await readTeacher(runDir)).toEqual({
    checkpointDir: join(runDir, "engine", "checkpoint"),
    labels: ["positive", "negative"],
    tokenizer: {
      config: expect.objectContaining({ mecabDic: "ipadic", subwordTokenizer: "wordpiece" }),
      vocabulary: `${VOCABULARY.join("\n")}\n`,
      dictionaryFile: join(runDir, "release", "dictionary.kjd"),
      maxPositions: 96,
    },
  });
});

test.each([
  ["release/manifest.json", /release\/manifest\.json: cannot be read$/],
  ["engine/checkpoint/config.json", /no engine\/checkpoint\/config\.json$/],
  ["engine/checkpoint/model.safetensors", /engine\/checkpoint has no weights/],
])("a run without %s is none", async (file, message) => {
  await rm(join(runDir, file));
  await expect(readTeacher(runDir)).rejects.toMatchObject({
    code: "teacher-invalid",
    message: expect.stringMatching(message),
  });
});

test.each(["vocab.txt", "dictionary.kjd"])("a damaged %s is found", async (name) => {
  await writeFile(join(runDir, "release", name), "other bytes");
  await expect(readTeacher(runDir)).rejects.toMatchObject({
    code: "release-invalid",
    message: expect.stringContaining(name),
  });
});
