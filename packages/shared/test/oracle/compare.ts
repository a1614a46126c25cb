/** Ours against the oracle, text by text, in batches so that neither has all answers at once. */
import type { Dictionary } from "../../src/segmenter/dictionary.ts";
import { normalizeWithOffsets } from "../../src/tokenizer/normalize.ts";
import type { Tokenizer } from "../../src/tokenizer/tokenizer.ts";
import type { PythonScript } from "./python.ts";

const BATCH = 1_000;
const SHOWN = 5;

/** What bert_japanese.py is asked of a text, and our answer in its form. */
export interface Question {
  readonly ask: (text: string) => unknown;
  readonly answer: (text: string) => unknown;
}

export interface Comparison {
  readonly compared: number;
  readonly mismatches: number;
  /** Texts on which the oracle itself fails; they are not compared. */
  readonly failures: number;
  /** The first texts that differ, as JSON. */
  readonly first: readonly string[];
}

/** What {@link compareTexts} gives when nothing differs. */
export function makeMatch(compared: number): Comparison {
  return { compared, mismatches: 0, failures: 0, first: [] };
}

/** The words of the dictionary, after NFKC. */
export function askWords(dictionary: Dictionary): Question {
  return { ask: (text) => ({ words: text }), answer: (text) => ({ words: cut(dictionary, text) }) };
}

/** Tokens and ids, between none that are added. */
export function askTokens(tokenizer: Tokenizer): Question {
  return {
    ask: (text) => ({ text }),
    answer: (text) => ({
      tokens: tokenizer.tokenize(text).map((token) => token.text),
      ids: [...tokenizer.encode(text).ids].slice(1, -1),
    }),
  };
}

export async function compareTexts(
  texts: Iterable<string> | AsyncIterable<string>,
  question: Question,
  oracle: PythonScript,
): Promise<Comparison> {
  const first: string[] = [];
  const sums = { compared: 0, mismatches: 0, failures: 0 };
  for await (const batch of cutInBatches(texts)) {
    const answers = await oracle.ask(batch.map(question.ask));
    batch.forEach((text, index) => {
      const expected = answers[index];
      const kind = isFailure(expected) ? "failures" : "compared";
      sums[kind] += 1;
      if (kind === "failures") return;
      if (JSON.stringify(question.answer(text)) === JSON.stringify(expected)) return;
      sums.mismatches += 1;
      if (first.length < SHOWN) first.push(JSON.stringify(text));
    });
  }
  return { ...sums, first };
}

/** The words of a text as strings. */
export function cut(dictionary: Dictionary, text: string): string[] {
  const normalized = normalizeWithOffsets(text).text;
  const { length, starts, ends } = dictionary.segment(normalized);
  return Array.from({ length }, (_, word) => normalized.slice(starts[word], ends[word]));
}

async function* cutInBatches(
  texts: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const text of texts) {
    if (batch.push(text) < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function isFailure(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null && "fails" in answer;
}
