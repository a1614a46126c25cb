import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ServableModel } from "../src/inference/servable-model.ts";
import { makeTokenizerConfig } from "../src/tokenization/tokenizer-config.ts";
import { compileSmallDictionary } from "./small-dictionary.ts";
import { makeTinyModel } from "./tiny-model.ts";

/** Logits of "positive", "negative" and "neutral" of each token; of others they are 0. */
export type TokenLogits = Readonly<Record<string, readonly [number, number, number]>>;

export const TINY_CHARACTERS: TokenLogits = {
  良: [8, 0, 1],
  好: [6, 1, 0],
  悪: [0, 8, 1],
  嫌: [1, 6, 0],
  普: [0, 0, 7],
};

const TINY_WORDS: TokenLogits = { すもも: [9, 0, 0], もも: [0, 9, 0], うち: [0, 0, 9] };

const SPECIAL_TOKENS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const LABELS = ["positive", "negative", "neutral"];
const MAX_TOKENS = 32;

/** Writes a classifier of characters that was not trained: the mean of its tokens' logits. */
export async function writeTinyClassifier(
  folder: string,
  logits: TokenLogits = TINY_CHARACTERS,
): Promise<ServableModel> {
  const tokenizer = makeTokenizerConfig({
    kind: "bert-japanese",
    subword: "character",
    min_frequency: 1,
    max_tokens: MAX_TOKENS,
  });
  const files = await writeFiles(folder, logits);
  return { ...files, dictionaryFile: null, tokenizer, labels: LABELS, maxTokens: MAX_TOKENS };
}

/** The same with words of the small dictionary. */
export async function writeTinyWordClassifier(folder: string): Promise<ServableModel> {
  const tokenizer = makeTokenizerConfig({
    kind: "bert-japanese",
    subword: "wordpiece",
    mecab_dic: "small",
    vocabulary_size: 100,
    min_frequency: 1,
    max_tokens: MAX_TOKENS,
  });
  const files = await writeFiles(folder, TINY_WORDS);
  const dictionaryFile = join(folder, "small.kjd");
  await writeFile(dictionaryFile, await compileSmallDictionary("small"));
  return { ...files, dictionaryFile, tokenizer, labels: LABELS, maxTokens: MAX_TOKENS };
}

async function writeFiles(
  folder: string,
  logits: TokenLogits,
): Promise<{ modelFile: string; vocabularyFile: string }> {
  await mkdir(folder, { recursive: true });
  const modelFile = join(folder, "model.onnx");
  const vocabularyFile = join(folder, "vocab.txt");
  const table = [...SPECIAL_TOKENS.map(() => LABELS.map(() => 0)), ...Object.values(logits)];
  await writeFile(modelFile, makeTinyModel(table));
  await writeFile(vocabularyFile, [...SPECIAL_TOKENS, ...Object.keys(logits), ""].join("\n"));
  return { modelFile, vocabularyFile };
}
