import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { writeRelease } from "../src/release/write-release.ts";
import { makeTokenizerConfig } from "../src/tokenization/tokenizer-config.ts";
import { compileSmallDictionary } from "./small-dictionary.ts";

/** A release folder of words, whose model is no model. */
export async function writeSmallRelease(
  releaseDir: string,
  vocabulary: readonly string[],
): Promise<void> {
  const sourceDir = join(releaseDir, "sources");
  await mkdir(sourceDir, { recursive: true });
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(sourceDir, name), content);
    return join(sourceDir, name);
  };
  const sources = {
    model: await write("model", "model"),
    master: await write("master", "master"),
    vocabulary: await write("vocabulary", `${vocabulary.join("\n")}\n`),
    dictionary: await write("dictionary", await compileSmallDictionary("ipadic")),
  };
  await writeRelease(releaseDir, sources, {
    name: "small",
    version: "v1",
    createdAt: "2026-11-23T00:00:00Z",
    baseModel: null,
    labels: ["positive", "negative"],
    tokenizer: makeTokenizerConfig({
      kind: "bert-japanese",
      subword: "wordpiece",
      mecab_dic: "ipadic",
      vocabulary_size: vocabulary.length,
      min_frequency: 1,
      max_tokens: 128,
    }),
    maxTokens: 128,
    inputs: [{ name: "input_ids", type: "int64", shape: ["batch", "sequence"] }],
    outputs: [{ name: "logits", type: "float32", shape: ["batch", 2] }],
    calibration: { temperature: 1 },
    metrics: {},
    provenance: { recipe: {}, dataSha256: "0".repeat(64), gitCommit: null, libraries: {} },
  });
}
