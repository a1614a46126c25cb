import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { createRecordingTerminal } from "../../test/recording-terminal.ts";
import { writeSmallRelease } from "../../test/small-release.ts";
import { readTeacher } from "../base-model/read-teacher.ts";
import { resolveBaseModel } from "../base-model/resolve-base-model.ts";
import { resolveBase } from "./resolve-base.ts";

const makeFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "kanjo-base-"));

test("an id of the Hub stays as it is", async () => {
  const dir = await makeFolder();
  expect(await resolveBase("someone/model", dir, dir)).toBe("someone/model");
});

test("a folder is found from where the user is", async () => {
  const dir = await makeFolder();
  await mkdir(join(dir, "bert"));
  expect(await resolveBase("./bert", dir, dir)).toBe(join(dir, "bert"));
});

test("a run becomes a base model with its weights and its tokenizer", async () => {
  const dir = await makeFolder();
  const run = join(dir, "small-run");
  await writeRunFolder(run);
  // Twice: a benchmark that goes on finds what it laid out before.
  await resolveBase("small-run", dir, join(dir, "benchmark"));
  const base = await resolveBase("small-run", dir, join(dir, "benchmark"));
  expect(base).toBe(join(dir, "benchmark", "base-small-run"));

  const { reporter } = createRecordingTerminal(dir);
  const model = await resolveBaseModel(
    { base, revision: "main" },
    { allowPickle: false, reporter },
  );
  const teacher = await readTeacher(run);
  expect(model.tokenizer).toEqual({ ...teacher.tokenizer, dictionaryFile: null });
});

async function writeRunFolder(run: string): Promise<void> {
  const tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "す", "##も", "桃"];
  await writeSmallRelease(join(run, "release"), tokens);
  const checkpoint = join(run, "engine/checkpoint");
  await mkdir(checkpoint, { recursive: true });
  const config = {
    model_type: "bert",
    max_position_embeddings: 128,
    vocab_size: tokens.length,
  };
  await writeFile(join(checkpoint, "config.json"), JSON.stringify(config));
  await writeFile(join(checkpoint, "model.safetensors"), "weights");
  await writeFile(join(run, "recipe.json"), "{}");
}
