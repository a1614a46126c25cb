/** Real Japanese sentences, one a line, about a megabyte, the same for every peer. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const corpora = fileURLToPath(new URL("../../../../shared/data", import.meta.url));

const SENTENCE_KEYS = new Set(["text", "sentence", "sentence1", "sentence2", "question"]);
const WANTED_BYTES = 1e6;
/** MeCab's command cuts longer lines. */
const MAX_SENTENCE_BYTES = 4_096;

/** A file with a sentence a line. */
export interface TextFile {
  readonly path: string;
  readonly sentences: number;
  /** UTF-8, without line breaks. */
  readonly bytes: number;
}

export interface Texts {
  /** Where they come from, in words. */
  readonly source: string;
  readonly raw: TextFile;
  /** What a segmenter is given: the same sentences after NFKC. */
  readonly normalized: TextFile;
}

/** Writes the sentences into a folder, as they are and normalized. */
export async function writeTexts(folder: string): Promise<Texts> {
  const { source, sentences } = readSentences();
  const usable = [...new Set(sentences.map((text) => text.trim()))].filter(isUsable);
  const chosen = spread(usable, WANTED_BYTES / countBytes(usable));
  return {
    source,
    raw: await writeSentences(join(folder, "raw.txt"), chosen),
    normalized: await writeSentences(
      join(folder, "normalized.txt"),
      chosen.map((text) => text.normalize("NFKC")),
    ),
  };
}

/** The sentences of a file that {@link writeTexts} wrote. */
export function readTextFile(path: string): string[] {
  return readFileSync(path, "utf8").trimEnd().split("\n");
}

/** Writes sentences and says how large they are. */
export async function writeSentences(
  path: string,
  sentences: readonly string[],
): Promise<TextFile> {
  await writeFile(path, `${sentences.join("\n")}\n`);
  return { path, sentences: sentences.length, bytes: countBytes(sentences) };
}

function readSentences(): { source: string; sentences: string[] } {
  if (!existsSync(corpora)) {
    const files = globSync("datasets/kanjo-reviews/*.jsonl", { cwd: root }).sort();
    const sentences = files.flatMap((file) => readJsonLines(join(root, file)));
    return { source: "datasets/kanjo-reviews", sentences };
  }
  const files = globSync("jglue/*/*.json", { cwd: corpora }).sort();
  const reviews = readLines(join(corpora, "jrte-corpus/pn.tsv"));
  const sentences = [
    ...reviews.map((line) => line.split("\t")[2] ?? ""),
    ...files.flatMap((file) => readJsonLines(join(corpora, file))),
  ];
  return { source: "sentences of jrte-corpus and JGLUE", sentences };
}

function readJsonLines(path: string): string[] {
  return readLines(path).flatMap((line) => collectSentences(JSON.parse(line)));
}

function readLines(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function collectSentences(json: unknown): string[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === "string" && SENTENCE_KEYS.has(key) ? [value] : collectSentences(value),
  );
}

function isUsable(text: string): boolean {
  return text !== "" && !/\p{Cc}/u.test(text) && Buffer.byteLength(text) <= MAX_SENTENCE_BYTES;
}

/** About `share` of the values, evenly from the first to the last; all of them from 1 on. */
function spread(values: readonly string[], share: number): string[] {
  if (share >= 1) return [...values];
  return values.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}

function countBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
