/**
 * A release of the size of the largest model that a worker holds, as the trainer writes it:
 * 6 layers of 384, int8, 32,768 tokens, UniDic. Its weights are random, and its
 * vocabulary is the characters of the texts and as many tokens that no text has.
 */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { runTrainer } from "./trainer.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const VOCABULARY_SIZE = 32_768;
const TEXTS = 64;
const SHAPE = ["--layers", "6", "--hidden-size", "384", "--vocabulary-size", `${VOCABULARY_SIZE}`];

const TOKENIZER_CONFIG = {
  tokenizer_class: "BertJapaneseTokenizer",
  model_max_length: 512,
  do_lower_case: false,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "wordpiece",
  mecab_kwargs: { mecab_dic: "unidic_lite" },
};

/** Folder of the release. */
export async function makeEdgeSizedRelease(folder: string, python: string): Promise<string> {
  const base = join(folder, "base");
  await mkdir(base);
  await run(python, [join(root, "bench/python/random_checkpoint.py"), base, ...SHAPE]);
  const splits = ["train", "validation", "test"] as const;
  const files = await Promise.all(splits.map((split) => writeReviews(folder, split)));
  await writeFile(join(base, "vocab.txt"), await makeVocabulary(files));
  await writeFile(join(base, "tokenizer_config.json"), JSON.stringify(TOKENIZER_CONFIG));
  const recipe = join(folder, "edge-sized.yaml");
  await writeFile(recipe, JSON.stringify(makeRecipe(base, files)));
  const places = ["--recipe", recipe, "--runs", join(folder, "runs"), "--version", "edge-sized"];
  const finished = await runTrainer(["train", ...places, "--no-publish", "--no-baseline"], {
    KANJO_STATE_DIR: join(folder, "state"),
  });
  if (finished.code !== 0) throw new Error(`the trainer ended with ${finished.stderr}`);
  return join(folder, "runs", "edge-sized", "release");
}

/** The first texts of a split as a file. */
async function writeReviews(folder: string, split: string): Promise<string> {
  const reviews = join(root, "datasets/kanjo-reviews", `${split}.jsonl`);
  const lines = (await readFile(reviews, "utf8")).split("\n").slice(0, TEXTS);
  const file = join(folder, `${split}.jsonl`);
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

async function makeVocabulary(files: readonly string[]): Promise<string> {
  const contents = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const characters = [...new Set(contents.join("").normalize("NFKC"))]
    .filter((character) => !/\s/u.test(character))
    .toSorted();
  const tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"].concat(
    characters,
    characters.map((character) => `##${character}`),
  );
  const rest = Array.from({ length: VOCABULARY_SIZE - tokens.length }, (_, n) => `[unused${n}]`);
  return `${[...tokens, ...rest].join("\n")}\n`;
}

function makeRecipe(base: string, [train, validation, test]: readonly string[]): object {
  return {
    name: "edge-sized",
    description: "As large as a real one; it has learnt nothing, and need not.",
    data: { format: "jsonl", files: { train, validation, test } },
    labels: ["positive", "negative"],
    tokenizer: { kind: "inherited", max_tokens: 512 },
    model: { kind: "pretrained", base },
    training: {
      epochs: 1,
      batch_size: 32,
      learning_rate: 5e-5,
      warmup_ratio: 0.1,
      weight_decay: 0.01,
      gradient_clip: 1,
      seed: 1,
    },
    // Whatever the weights lose by it: they are random.
    export: { max_accuracy_loss: 1, min_agreement: 0 },
  };
}
