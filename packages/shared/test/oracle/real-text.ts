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
  const sentences = [
    ...readReviews().map((columns) => columns[2] ?? ""),
    ...readRecords().flatMap((record) => collectTexts(record, (key) => TEXT_KEYS.has(key))),
  ];
  return [...new Set(sentences)];
}

/** Distinct strings of all fields, the sentences among them. */
export function readAllFields(): string[] {
  const fields = readRecords().flatMap((record) => collectTexts(record, () => true));
  return [...new Set([...readReviews().flat(), ...fields])];
}

/** The columns of each review. */
function readReviews(): string[][] {
  const path = `${corpora}jrte-corpus/pn.tsv`;
  return existsSync(path) ? readLines(path).map((line) => line.split("\t")) : [];
}

function readRecords(): unknown[] {
  const files = [
    ...globSync("datasets/kanjo-reviews/*.jsonl", { cwd: root }).map((path) => root + path),
    ...globSync(["jcola/*.json", "jglue/*/*.json"], { cwd: corpora }).map((path) => corpora + path),
  ];
  return files
    .sort()
    .flatMap(readLines)
    .map((line): unknown => JSON.parse(line));
}

function readLines(path: string): string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** Every string under such a key, however deep it lies. */
function collectTexts(json: unknown, isWanted: (key: string) => boolean): string[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === "string" && isWanted(key) ? [value] : collectTexts(value, isWanted),
  );
}
