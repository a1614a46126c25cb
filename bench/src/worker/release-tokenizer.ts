import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { Manifest } from "@kanjo/shared/manifest";
import { openDictionary } from "@kanjo/shared/segmenter";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

/** The tokenizer of a release folder. */
export async function openReleaseTokenizer(
  releaseDir: string,
  { entrypoints, tokenizer }: Manifest,
): Promise<Tokenizer> {
  const vocabulary = await readFile(join(releaseDir, entrypoints.vocabulary), "utf8");
  if (entrypoints.dictionary === undefined) return loadTokenizer(tokenizer, { vocabulary });
  const bytes = await readFile(join(releaseDir, entrypoints.dictionary));
  return loadTokenizer(tokenizer, { vocabulary, dictionary: openDictionary(bytes) });
}

/** The shortest beginning of `sentence`, repeated, that has so many tokens with [CLS] and [SEP]. */
export function cutToTokens(sentence: string, tokens: number, tokenizer: Tokenizer): string {
  let text = "";
  while (tokenizer.encode(text).ids.length < tokens)
    text += sentence[text.length % sentence.length];
  return text;
}
