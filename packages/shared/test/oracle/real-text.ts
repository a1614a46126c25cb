/** Real Japanese sentences: corpora beside the checkout where there are any, and the project's own data set. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const corpora = fileURLToPath(new URL("../../../../../shared/data/", import.meta.url));

const TEXT_KEYS = new Set(["text", "sentence", "sentence1", "sentence2", "question", "context"]);

/** Whether corpora lie beside the checkout. */
export const hasCorpora = existsSync(corpora);

/** Distinct sentences in a fixed order; none when no corpus is there. */
export function readRealSentences(): string[] {
  const files = [
    ...globSync("datasets/kanjo-reviews/*.jsonl", { cwd: root }).map((path) => root + path),
    ...globSync(["jcola/*.json", "jglue/*/*.json"], { cwd: corpora }).map((path) => corpora + path),
  ];
  const sentences = [
    ...readReviews(`${corpora}jrte-corpus/pn.tsv`),
    ...files.sort().flatMap(readJsonTexts),
  ];
  return [...new Set(sentences)];
}

function readReviews(path: string): string[] {
  if (!existsSync(path)) return [];
  return readLines(path).map((line) => line.split("\t")[2] ?? "");
}

function readJsonTexts(path: string): string[] {
  return readLines(path).flatMap((line) => collectTexts(JSON.parse(line)));
}

function readLines(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** Every string under one of TEXT_KEYS, however deep it lies. */
function collectTexts(json: unknown): string[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === "string" && TEXT_KEYS.has(key) ? [value] : collectTexts(value),
  );
}
