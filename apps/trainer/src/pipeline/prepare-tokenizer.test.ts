import { mkdtempSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { CHARACTER_CONFIG } from "../../test/character-tokenizer.ts";
import { compileSmallDictionary } from "../../test/small-dictionary.ts";
import { CLASSIFICATION, SPANS } from "../../test/small-datasets.ts";
import { MODEL_VOCABULARY } from "../../test/small-model-folder.ts";
import type { InheritedTokenizer } from "../base-model/inherited-tokenizer.ts";
import type { TokenizerRecipe } from "../recipe/recipe.ts";
import { prepareTokenizer } from "./prepare-tokenizer.ts";

let folder: string;
let dictionaryFile: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "kanjo-prepare-"));
  dictionaryFile = join(folder, "small.kjd");
  await writeFile(dictionaryFile, await compileSmallDictionary("ipadic"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const INHERITED: InheritedTokenizer = {
  config: CHARACTER_CONFIG,
  vocabulary: MODEL_VOCABULARY,
  dictionaryFile: null,
  maxPositions: 64,
};
const CHARACTER_RECIPE: TokenizerRecipe = {
  kind: "bert-japanese",
  subword: "character",
  min_frequency: 1,
  max_tokens: 128,
};
const WORD_VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "もも", "すもも", ""];

function wordTokenizer(dictionary: string | null): InheritedTokenizer {
  const config = {
    ...CHARACTER_CONFIG,
    subwordTokenizer: "wordpiece",
    mecabDic: "ipadic",
  } as const;
  const vocabulary = WORD_VOCABULARY.join("\n");
  return { ...INHERITED, config, vocabulary, dictionaryFile: dictionary };
}

function prepare(
  inherited: InheritedTokenizer | null,
  tokenizer: TokenizerRecipe = { kind: "inherited", mecab_dic: null, max_tokens: 64 },
  given: string | null = null,
  dataset: Parameters<typeof prepareTokenizer>[0] = CLASSIFICATION,
) {
  const reporter = { line: () => {}, progress: () => {} };
  const run = { dataDir: folder };
  const context = { recipe: { tokenizer }, run, reporter, python: "none", dictionaryFile: given };
  return prepareTokenizer(dataset, context, inherited);
}

describe("an inherited tokenizer", () => {
  test("keeps its vocabulary, wherever the special tokens are in it", async () => {
    const prepared = await prepare(INHERITED);
    expect([...prepared.tokenizer.encode("良い宿").ids]).toEqual([4, 0, 1, 5, 3]);
    expect(await readFile(prepared.vocabularyFile, "utf8")).toBe(MODEL_VOCABULARY);
    expect(prepared).toMatchObject({
      config: CHARACTER_CONFIG,
      dictionaryFile: null,
      vocabulary: {
        size: 7,
        pad_token_id: 6,
        mask_token_id: 2,
        special_token_ids: [6, 5, 4, 3, 2],
      },
    });
  });

  test.each([
    ["that comes with it", true, false],
    ["that the user gives", false, true],
  ])("of words takes the dictionary %s", async (_, isInherited, isGiven) => {
    const prepared = await prepare(
      wordTokenizer(isInherited ? dictionaryFile : null),
      undefined,
      isGiven ? dictionaryFile : null,
    );
    expect(prepared.tokenizer.tokenize("すもももも").map(({ text }) => text)).toEqual([
      "すもも",
      "もも",
    ]);
    expect(prepared.dictionaryFile).toBe(dictionaryFile);
  });

  test("of words looks for its dictionary by name otherwise", async () => {
    await expect(prepare(wordTokenizer(null))).rejects.toMatchObject({
      code: "dictionary-missing",
      message: expect.stringContaining("ipadic"),
    });
  });

  test.each<[string, InheritedTokenizer | null, number, RegExp]>([
    ["there is none", null, 64, /neither a base model nor a teacher/],
    ["its model is shorter", INHERITED, 65, /max_tokens is 65, the model has 64 positions/],
  ])("is refused when %s", async (_, inherited, max_tokens, message) => {
    const recipe: TokenizerRecipe = { kind: "inherited", mecab_dic: null, max_tokens };
    await expect(prepare(inherited, recipe)).rejects.toMatchObject({
      code: "recipe-invalid",
      message: expect.stringMatching(message),
    });
  });
});

test("a vocabulary of its own has all texts of the train split and no others", async () => {
  const classification = await prepare(null, CHARACTER_RECIPE);
  expect(classification.tokenizer.encode("良い悪").ids).not.toContain(1);
  const spans = await prepare(null, CHARACTER_RECIPE, null, SPANS);
  expect(spans.tokenizer.encode("犬は庭にいる。猫は家にいる。").ids).not.toContain(1);
  expect(spans.tokenizer.encode("誰").ids).toContain(1);
});

describe("the digest", () => {
  test("is the same for the same tokenizer", async () => {
    const { digest } = await prepare(INHERITED);
    expect((await prepare({ ...INHERITED, maxPositions: 512 })).digest).toBe(digest);
  });

  test("is another for another vocabulary, configuration or dictionary", async () => {
    const { cls, sep, ...others } = CHARACTER_CONFIG.specialTokens;
    const config = { ...CHARACTER_CONFIG, specialTokens: { ...others, cls: sep, sep: cls } };
    const otherFile = join(folder, "other.kjd");
    const words = await prepare(wordTokenizer(dictionaryFile));
    await writeFile(otherFile, await compileSmallDictionary("ipadic", "another licence"));
    const digests = [
      words,
      await prepare(wordTokenizer(otherFile)),
      await prepare(INHERITED),
      await prepare({ ...INHERITED, vocabulary: `${MODEL_VOCABULARY}宿\n` }),
      await prepare({ ...INHERITED, config }),
    ].map(({ digest }) => digest);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
