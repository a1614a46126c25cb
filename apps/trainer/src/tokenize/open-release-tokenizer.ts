import { entrypointFile, parseManifest } from "@kanjo/shared/manifest";
import { openDictionary } from "@kanjo/shared/segmenter";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import { readListedFile, readReleaseFile } from "../release/read-release-file.ts";
import { makeWordList, type OpenedTokenizer } from "./opened-tokenizer.ts";

/**
 * The tokenizer of a release folder, with the dictionary that lies in it.
 * @throws KanjoError `release-invalid` when a file has other bytes than the manifest lists
 */
export async function openReleaseTokenizer(releaseDir: string): Promise<OpenedTokenizer> {
  const manifest = parseManifest(decode(await readReleaseFile(releaseDir, "manifest.json")));
  const { entrypoints, tokenizer: config } = manifest;
  const vocabulary = decode(
    await readListedFile(releaseDir, entrypointFile(manifest, "vocabulary")),
  );
  if (entrypoints.dictionary === undefined) {
    return { tokenizer: loadTokenizer(config, { vocabulary }), listWords: null };
  }
  const bytes = await readListedFile(releaseDir, entrypointFile(manifest, "dictionary"));
  const dictionary = openDictionary(bytes);
  return {
    tokenizer: loadTokenizer(config, { vocabulary, dictionary }),
    listWords: makeWordList(dictionary, Object.values(config.specialTokens)),
  };
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
