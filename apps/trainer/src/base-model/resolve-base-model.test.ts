import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startHubServer } from "../../test/hub-server.ts";
import { MODEL_FILES, MODEL_VOCABULARY, writeModelFolder } from "../../test/small-model-folder.ts";
import type { HubSettings } from "../hub/settings.ts";
import { type BaseModelOptions, resolveBaseModel } from "./resolve-base-model.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "kanjo-base-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const CHARACTERS = {
  kind: "bert-japanese",
  wordTokenizer: "mecab",
  mecabDic: null,
  subwordTokenizer: "character",
  doLowerCase: false,
  specialTokens: { pad: "[PAD]", unk: "[UNK]", cls: "[CLS]", sep: "[SEP]", mask: "[MASK]" },
};
const TOKENIZER = {
  config: CHARACTERS,
  vocabulary: MODEL_VOCABULARY,
  dictionaryFile: null,
  maxPositions: 64,
};

function resolve(base: string, options: Partial<BaseModelOptions> = {}) {
  const settings: HubSettings = {
    endpoint: "http://127.0.0.1:1",
    token: null,
    mirror: join(folder, "mirror"),
    cacheDir: join(folder, "cache"),
  };
  const reporter = { line: () => {}, progress: () => {} };
  return resolveBaseModel(
    { base, revision: "main" },
    { allowPickle: false, reporter, settings, ...options },
  );
}

describe("a base model", () => {
  test("is a folder, which is read in place", async () => {
    const base = join(folder, "my-model");
    await writeModelFolder(base);
    expect(await resolve(base)).toEqual({ folder: base, name: "my-model", tokenizer: TOKENIZER });
  });

  test("is read in place from the mirror by its id", async () => {
    const place = join(folder, "mirror", "kanjo", "small");
    await writeModelFolder(place);
    expect(await resolve("kanjo/small")).toEqual({
      folder: place,
      name: "kanjo/small",
      tokenizer: TOKENIZER,
    });
    expect(readdirSync(folder)).toEqual(["mirror"]);
  });

  test("is downloaded from the Hub", async () => {
    const at = (name: string): string => `kanjo/small/resolve/main/${name}`;
    const texts = Object.entries(MODEL_FILES).map(([name, text]) => [at(name), text]);
    const large = { [at("model.safetensors")]: new Uint8Array(Buffer.from("weights")) };
    const server = await startHubServer(Object.fromEntries(texts), { large });
    const { endpoint } = server;
    const settings = { endpoint, token: null, mirror: null, cacheDir: join(folder, "cache") };
    try {
      const found = await resolve("kanjo/small", { settings });
      expect(found).toMatchObject({ name: "kanjo/small", tokenizer: TOKENIZER });
      expect(await readFile(join(found.folder, "model.safetensors"), "utf8")).toBe("weights");
      expect(await readFile(join(found.folder, "config.json"), "utf8")).toBe(
        MODEL_FILES["config.json"],
      );
    } finally {
      await server.stop();
    }
  });

  test.each([
    ["v3", { mecab_kwargs: { mecab_dic: "unidic_lite" } }, null, "unidic_lite"],
    ["v1, whose configuration names no dictionary", {}, "ipadic", "ipadic"],
  ])("of words, %s, keeps its dictionary's name", async (_, settings, mecabDic, expected) => {
    const words = { word_tokenizer_type: "mecab", subword_tokenizer_type: "wordpiece" };
    await writeModelFolder(folder, {
      "tokenizer_config.json": JSON.stringify({ ...words, ...settings }),
    });
    const { tokenizer } = await resolve(folder, { mecabDic });
    expect(tokenizer.config).toMatchObject({ mecabDic: expected, subwordTokenizer: "wordpiece" });
  });

  test("may have its weights in shards, or in a pickle that is allowed", async () => {
    const index = JSON.stringify({ weight_map: { a: "model-1.safetensors" } });
    const shards = { "model.safetensors.index.json": index, "model-1.safetensors": "weights" };
    const sharded = join(folder, "sharded");
    await writeModelFolder(sharded, { "model.safetensors": null, ...shards });
    expect((await resolve(sharded)).folder).toBe(sharded);
    const pickled = join(folder, "pickled");
    await writeModelFolder(pickled, { "model.safetensors": null, "pytorch_model.bin": "pickle" });
    expect((await resolve(pickled, { allowPickle: true })).folder).toBe(pickled);
    await expect(resolve(pickled)).rejects.toMatchObject({ code: "pickle-refused" });
  });
});

describe("what is refused", () => {
  const words = JSON.stringify({
    word_tokenizer_type: "mecab",
    subword_tokenizer_type: "wordpiece",
  });
  test.each<[string, string, RegExp, Record<string, string | null>]>([
    ["no weights", "weights-missing", /no model\.safetensors/, { "model.safetensors": null }],
    ["no config.json", "base-model-unsupported", /no config\.json/, { "config.json": null }],
    [
      "another kind of model",
      "base-model-unsupported",
      /model_type: is "llama", only "bert"/,
      {
        "config.json": '{"model_type":"llama","vocab_size":8,"max_position_embeddings":64}',
      },
    ],
    [
      "a tokenizer.json alone",
      "tokenizer-unsupported",
      /tokenizer\.json/,
      { "vocab.txt": null, "tokenizer.json": "{}" },
    ],
    ["no vocabulary", "tokenizer-files-missing", /no vocab\.txt,/, { "vocab.txt": null }],
    [
      "another tokenizer",
      "tokenizer-config-unsupported",
      /tokenizer_class: is "BertTokenizer"/,
      { "tokenizer_config.json": '{"tokenizer_class":"BertTokenizer"}' },
    ],
    [
      "a dictionary that nobody names",
      "mecab-dic-unspecified",
      /mecab_dic is missing/,
      { "tokenizer_config.json": words },
    ],
    [
      "more tokens than the model has",
      "tokenizer-mismatch",
      /vocab\.txt has 9 tokens, config\.json has vocab_size 8/,
      { "vocab.txt": `a\nb\n${MODEL_VOCABULARY}` },
    ],
  ])("a model with %s", async (_, code, message, changes) => {
    await writeModelFolder(folder, changes);
    await expect(resolve(folder)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test("a dictionary that nobody names, with what to write into the recipe", async () => {
    await writeModelFolder(folder, { "tokenizer_config.json": words });
    await expect(resolve(folder)).rejects.toMatchObject({
      hint: expect.stringContaining('tokenizer.mecab_dic: "ipadic"'),
    });
  });

  test.each([
    ["an id that the mirror lacks", "kanjo/other", "model-unknown"],
    ["what is neither folder nor id", "../nowhere", "usage"],
    ["a folder that is not there", "/nowhere/at/all", "usage"],
  ])("%s", async (_, base, code) => {
    await expect(resolve(base)).rejects.toMatchObject({ code });
  });
});
