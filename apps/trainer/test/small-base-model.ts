import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { openDictionary } from "@kanjo/shared/segmenter";

import { buildWordPieceVocabulary } from "../src/tokenization/build-vocabulary.ts";
import { compileSmallDictionary } from "./small-dictionary.ts";

/** As tohoku-nlp/bert-base-japanese-v3 has it. */
const TOKENIZER_CONFIG = {
  tokenizer_class: "BertJapaneseTokenizer",
  model_max_length: 512,
  do_lower_case: false,
  word_tokenizer_type: "mecab",
  subword_tokenizer_type: "wordpiece",
  mecab_kwargs: { mecab_dic: "unidic_lite" },
};

/** The same model's fields; the shape is larger than the recipe wrime-edge's, by little. */
const CONFIG = {
  architectures: ["BertForPreTraining"],
  attention_probs_dropout_prob: 0.1,
  hidden_act: "gelu",
  hidden_dropout_prob: 0.1,
  hidden_size: 408,
  initializer_range: 0.02,
  intermediate_size: 1632,
  layer_norm_eps: 1e-12,
  max_position_embeddings: 512,
  model_type: "bert",
  num_attention_heads: 12,
  num_hidden_layers: 7,
  pad_token_id: 0,
  type_vocab_size: 2,
};

/** Random weights, with the heads of the pretraining, as Google's and Tohoku's files have them. */
const WRITE_WEIGHTS = `
import sys
import torch
from safetensors.torch import save_model
from transformers import BertConfig, BertForPreTraining
torch.manual_seed(0)
model = BertForPreTraining(BertConfig.from_json_file(sys.argv[1]))
save_model(model, sys.argv[2], metadata={"format": "pt"})
`;

/**
 * Writes a BERT with random weights under a name of the Hub, and `unidic_lite.kjd`, a
 * dictionary of few words with the name that its tokenizer asks for.
 * @param texts what its vocabulary is made of
 * @returns folder for KANJO_HUB_MIRROR
 */
export async function writeSmallBaseModel(
  folder: string,
  name: string,
  texts: readonly string[],
  python: string,
): Promise<string> {
  const mirror = join(folder, "hub");
  const model = join(mirror, name);
  const bytes = await compileSmallDictionary("unidic_lite");
  const options = { size: 400, minFrequency: 1 };
  const vocabulary = buildWordPieceVocabulary(texts, openDictionary(bytes), options);
  const config = { ...CONFIG, vocab_size: vocabulary.trimEnd().split("\n").length };
  await mkdir(model, { recursive: true });
  await writeFile(join(folder, "unidic_lite.kjd"), bytes);
  await writeFile(join(model, "vocab.txt"), vocabulary);
  await writeFile(join(model, "tokenizer_config.json"), JSON.stringify(TOKENIZER_CONFIG));
  await writeFile(join(model, "config.json"), JSON.stringify(config));
  const files = ["config.json", "model.safetensors"].map((file) => join(model, file));
  const { status, stderr } = spawnSync(python, ["-c", WRITE_WEIGHTS, ...files]);
  if (status !== 0) throw new Error(stderr.toString());
  return mirror;
}
