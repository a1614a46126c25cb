import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { readJsonl } from "../dataset/formats/jsonl.ts";
import { root } from "../paths.ts";

const SAMPLE_FILE = join(root, "datasets/kanjo-reviews/train.jsonl");

/** Texts that tell the compiler which part of a dictionary is asked for most: the project's own reviews. */
export async function readSampleTexts(): Promise<string[]> {
  const columns = { text: "text", label: "label", split: null };
  const rows = readJsonl(await readFile(SAMPLE_FILE, "utf8"), columns, "train.jsonl");
  return rows.map((row) => row.text);
}
