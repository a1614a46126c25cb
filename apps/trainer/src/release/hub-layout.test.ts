/** The release folder, opened by the libraries that people have, with a trained model. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { softmax } from "@kanjo/shared/classification";
import { AutoModelForSequenceClassification, env, Tensor } from "@huggingface/transformers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";

import { LABELLED_TEXTS, runTrainer, writeData, writeRecipe } from "../../test/small-training.ts";
import { compileSmallDictionary } from "../../test/small-dictionary.ts";
import { openClassifierPool } from "../inference/classifier-pool.ts";
import { openReleaseTokenizer } from "../tokenize/open-release-tokenizer.ts";
import { writeAtomically } from "../write-atomically.ts";
import { openReleaseFolder } from "./open-release-folder.ts";
import { toServableModel } from "./to-servable-model.ts";

const python = process.env["KANJO_PYTHON"] ?? "";
if (!python)
  process.stderr.write("skipped: the release's layout, because KANJO_PYTHON is not set\n");

const TEXTS = [...LABELLED_TEXTS.map(({ text }) => text), "長い話だが、部屋は良かった。", "？"];

/** Native kernels add up in another order than WebAssembly's. */
const TOLERANCE = 1e-3;

describe.skipIf(!python)("a release folder", () => {
  let folder: string;
  let releaseDir: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kanjo-layout-"));
    await writeData(folder);
    await writeAtomically(join(folder, "words.kjd"), await compileSmallDictionary("ipadic"));
    const tokenizer = {
      kind: "bert-japanese",
      subword: "wordpiece",
      mecab_dic: "ipadic",
      vocabulary_size: 120,
      min_frequency: 1,
      max_tokens: 24,
    };
    const recipe = await writeRecipe(folder, "words", { tokenizer });
    const runs = ["--runs", join(folder, "runs"), "--version", "v1"];
    const options = ["--recipe", recipe, "--dictionary", "words.kjd", ...runs];
    const skipped = ["--no-publish", "--no-baseline", "--no-report"];
    const { code, stderr } = await runTrainer(["train", ...options, ...skipped], folder);
    if (code !== 0) throw new Error(stderr);
    releaseDir = join(folder, "runs/v1/release");
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("opens in transformers.js and gives the scores that we serve", async () => {
    const release = await openReleaseFolder(releaseDir);
    const pool = await openClassifierPool(toServableModel(release), { workers: 1 });
    const answers = await pool.classify(TEXTS);
    await pool.close();
    const { tokenizer } = await openReleaseTokenizer(releaseDir);
    env.allowRemoteModels = false;
    env.localModelPath = dirname(releaseDir);
    const model = await AutoModelForSequenceClassification.from_pretrained(basename(releaseDir));
    for (const [at, text] of TEXTS.entries()) {
      const { ids, attentionMask, typeIds } = tokenizer.encode(text, { maxTokens: 24 });
      const tensorOf = (values: Int32Array): Tensor =>
        new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
      const { logits } = await model({
        input_ids: tensorOf(ids),
        attention_mask: tensorOf(attentionMask),
        token_type_ids: tensorOf(typeIds),
      });
      const scores = softmax(Float32Array.from(logits.data));
      Object.values(answers[at]?.scores ?? {}).forEach((score, label) => {
        expect(Math.abs(score - (scores[label] ?? 0))).toBeLessThan(TOLERANCE);
      });
    }
    const { labels } = release.manifest;
    expect(model.config).toMatchObject({ id2label: { 0: labels[0], 1: labels[1] } });
    await model.dispose();
  });

  test("says of its tokenizer what transformers wants to know", () => {
    const { status, stdout, stderr } = spawnSync(python, ["-c", TOKENIZE, releaseDir]);
    expect(status, stderr.toString()).toBe(0);
    const described = Described.parse(JSON.parse(stdout.toString()));
    expect(described).toMatchObject({
      type: "BertJapaneseTokenizer",
      model_max_length: 24,
      mecab_dic: "ipadic",
      subword: "wordpiece",
    });
    expect(described.ids).toEqual([2, 1, 3]);
  });
});

const Described = z.object({
  type: z.string(),
  model_max_length: z.int(),
  mecab_dic: z.string(),
  subword: z.string(),
  ids: z.array(z.int()),
});

const TOKENIZE = `
import json, sys
from transformers import BertJapaneseTokenizer
tokenizer = BertJapaneseTokenizer.from_pretrained(sys.argv[1])
print(json.dumps({
    "type": type(tokenizer).__name__,
    "model_max_length": tokenizer.model_max_length,
    "mecab_dic": tokenizer.mecab_kwargs["mecab_dic"],
    "subword": tokenizer.subword_tokenizer_type,
    "ids": tokenizer("\\u2603").input_ids,
}))
`;
