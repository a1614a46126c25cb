import type { ScoredExample } from "../../evaluation/evaluate.ts";
import { shuffle } from "./shuffle.ts";
import { cutIntoWords, type WordedText } from "./words.ts";

/** An evaluated text, and where its words are. */
export interface CorpusText extends ScoredExample {
  /** Index in the evaluated texts. */
  readonly row: number;
  readonly worded: WordedText;
}

/** The evaluated texts, shuffled, so that the first few of them are a sample; of copies the first. */
export type Corpus = readonly CorpusText[];

export function openCorpus(scored: readonly ScoredExample[], mostTexts: number): Corpus {
  const rows = scored.map((one, row) => ({ ...one, row }));
  return shuffle(dropCopies(rows))
    .slice(0, mostTexts)
    .map((one) => ({ ...one, worded: cutIntoWords(one.example.text) }));
}

function dropCopies<Row extends ScoredExample>(rows: readonly Row[]): Row[] {
  const byText = new Map<string, Row>();
  for (const row of rows) {
    const { text } = row.example;
    if (!byText.has(text)) byText.set(text, row);
  }
  return Array.from(byText.values());
}
