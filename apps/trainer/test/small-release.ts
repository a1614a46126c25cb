import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type ManifestDraft, writeRelease } from "../src/release/write-release.ts";
import { makeTokenizerConfig } from "../src/tokenization/tokenizer-config.ts";
import { makeManifestDraft } from "./manifest-draft.ts";
import { compileSmallDictionary } from "./small-dictionary.ts";

/** A release folder of words, whose model is no model. */
export async function writeSmallRelease(
  releaseDir: string,
  vocabulary: readonly string[],
  changes: Partial<ManifestDraft> = {},
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
    config: await write("config", "{}"),
    vocabulary: await write("vocabulary", `${vocabulary.join("\n")}\n`),
    dictionary: await write("dictionary", await compileSmallDictionary("ipadic")),
  };
  const tokenizer = makeTokenizerConfig({
    kind: "bert-japanese",
    subword: "wordpiece",
    mecab_dic: "ipadic",
    vocabulary_size: vocabulary.length,
    min_frequency: 1,
    max_tokens: 128,
  });
  await writeRelease(
    releaseDir,
    sources,
    makeManifestDraft({ name: "small", tokenizer, ...changes }),
  );
}
