import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type ManifestDraft, writeRelease } from "../src/release/write-release.ts";
import { makeManifestDraft } from "./manifest-draft.ts";
import { type TokenLogits, writeTinyClassifier } from "./tiny-classifier.ts";

/** Below it the tiny release would rather not answer. */
export const TINY_ABSTAINS_BELOW = 0.7;

/** What is to be another than in the tiny release as it comes. */
export type TinyChanges = Partial<ManifestDraft> & { readonly logits?: TokenLogits };

/** A release that answers: the tiny classifier of characters. @returns its folder */
export async function writeTinyRelease(
  releaseDir: string,
  version = "v1",
  { logits, ...changes }: TinyChanges = {},
): Promise<string> {
  const sources = join(releaseDir, "sources");
  const model = await writeTinyClassifier(sources, logits);
  const config = join(sources, "config.json");
  await writeFile(config, "{}");
  const { labels, tokenizer, maxTokens, modelFile, vocabularyFile, dictionaryFile } = model;
  const files = {
    model: modelFile,
    master: modelFile,
    config,
    vocabulary: vocabularyFile,
    dictionary: dictionaryFile,
  };
  const abstain = { below: TINY_ABSTAINS_BELOW, coverage: 0.9, accuracy: 0.9 };
  const draft = makeManifestDraft({
    version,
    labels: [...labels],
    tokenizer,
    maxTokens,
    calibration: { temperature: 1, thresholds: [], abstain },
    ...changes,
  });
  await writeRelease(releaseDir, files, draft);
  return releaseDir;
}
