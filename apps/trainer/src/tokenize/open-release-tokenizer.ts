import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parseManifest } from "@kanjo/shared/manifest";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import { openDictionaryFile } from "../dictionary/open-dictionary-file.ts";
import { makeWordList, type OpenedTokenizer } from "./opened-tokenizer.ts";

/** The tokenizer of a release folder, with the dictionary that lies in it. */
export async function openReleaseTokenizer(releaseDir: string): Promise<OpenedTokenizer> {
  const manifest = parseManifest(await readFile(join(releaseDir, "manifest.json"), "utf8"));
  const { entrypoints, tokenizer: config } = manifest;
  const vocabulary = await readFile(join(releaseDir, entrypoints.vocabulary), "utf8");
  if (entrypoints.dictionary === undefined) {
    return { tokenizer: loadTokenizer(config, { vocabulary }), listWords: null };
  }
  const { dictionary } = await openDictionaryFile(join(releaseDir, entrypoints.dictionary));
  return {
    tokenizer: loadTokenizer(config, { vocabulary, dictionary }),
    listWords: makeWordList(dictionary, Object.values(config.specialTokens)),
  };
}
