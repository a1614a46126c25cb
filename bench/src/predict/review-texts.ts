import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";

const reviews = fileURLToPath(new URL("../../../datasets/kanjo-reviews", import.meta.url));
const FILES = ["train", "validation", "test"];

/** All texts of kanjo-reviews, without their labels. */
export async function readReviewTexts(): Promise<readonly string[]> {
  const files = FILES.map((name) => readFile(`${reviews}/${name}.jsonl`, "utf8"));
  const lines = (await Promise.all(files)).flatMap((content) => content.trimEnd().split("\n"));
  return lines.map((line) => {
    const { text }: { readonly text: string } = JSON.parse(line);
    return text;
  });
}

/** Writes so many rows as JSONL, of these texts over and over. */
export async function writeTexts(
  file: string,
  texts: readonly string[],
  rows: number,
): Promise<void> {
  await pipeline(makeLines(texts, rows), createWriteStream(file));
}

function* makeLines(texts: readonly string[], rows: number): Generator<string> {
  for (let row = 0; row < rows; row += 1) {
    yield `${JSON.stringify({ id: row, text: texts[row % texts.length] })}\n`;
  }
}
