/** A vocabulary of word pieces: Tohoku's v3 where it lies beside the checkout, else one made of the texts. */
import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { openDictionary } from "@kanjo/shared/segmenter";

import type { Artifact } from "./artifact.ts";
import { SPECIAL_TOKENS } from "./load-tokenizer.ts";
import { readTextFile, type TextFile } from "./texts.ts";

const V3 = fileURLToPath(
  new URL("../../../../shared/hub/tohoku-nlp/bert-base-japanese-v3/vocab.txt", import.meta.url),
);
const MADE_TOKENS = 16_384;

export interface VocabularyFile {
  readonly path: string;
  /** In words. */
  readonly source: string;
}

/** Finds or writes the vocabulary. */
export async function findVocabulary(
  folder: string,
  artifact: Artifact,
  texts: TextFile,
): Promise<VocabularyFile> {
  if (existsSync(V3)) return { path: V3, source: "bert-base-japanese-v3, 32,768 tokens" };
  const path = join(folder, "vocab.txt");
  const tokens = makeVocabulary(artifact, readTextFile(texts.path));
  await writeFile(path, `${tokens.join("\n")}\n`);
  return { path, source: `made of the texts, ${tokens.length} tokens` };
}

/** Every character, alone and continuing a word, then the most frequent words. */
function makeVocabulary(artifact: Artifact, sentences: readonly string[]): string[] {
  const characters = new Set(sentences.flatMap((sentence) => Array.from(sentence)));
  const pieces = [...characters].flatMap((character) => [character, `##${character}`]);
  const words = countWords(artifact, sentences);
  const frequent = [...words.keys()].sort((a, b) => (words.get(b) ?? 0) - (words.get(a) ?? 0));
  return [...new Set([...Object.values(SPECIAL_TOKENS), ...pieces, ...frequent])].slice(
    0,
    MADE_TOKENS,
  );
}

function countWords({ path }: Artifact, sentences: readonly string[]): Map<string, number> {
  const dictionary = openDictionary(readFileSync(path));
  const counts = new Map<string, number>();
  for (const sentence of sentences) {
    const { length, starts, ends } = dictionary.segment(sentence);
    for (let index = 0; index < length; index += 1) {
      const word = sentence.slice(starts[index], ends[index]);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}
