/**
 * What a phrase does to predictions: it is taken out of texts that are given its
 * label, or put into texts that are given another one. A control is the same text
 * changed in the same way, by an ordinary passage of the same length instead.
 */
import { choosePassage, insertPhrase, removePhrase } from "./change-text.ts";
import type { Corpus, CorpusText } from "./corpus.ts";
import { scramble } from "./shuffle.ts";
import type { Suspect } from "./suspects.ts";

export interface FlipTest {
  readonly phrase: string;
  readonly change: "removal" | "insertion";
  /** Predicted label of the texts before. */
  readonly from: string;
  /** The only label that counts as a flip; null: every other one does. */
  readonly to: string | null;
}

/** A text that has been changed. */
export interface Trial {
  readonly before: CorpusText;
  readonly text: string;
}

/** Out of texts of its label, and into those of each other one. */
export function listFlipTests(
  { text: phrase, label }: Pick<Suspect, "text" | "label">,
  labels: readonly string[],
): FlipTest[] {
  const others = labels.filter((other) => other !== label);
  return [
    { phrase, change: "removal", from: label, to: null },
    ...others.map((from): FlipTest => ({ phrase, change: "insertion", from, to: label })),
  ];
}

/** Whether the prediction has changed as the test asks. */
export function isFlip({ from, to }: Pick<FlipTest, "from" | "to">, label: string): boolean {
  return to === null ? label !== from : label === to;
}

/** The first texts of the corpus that the test is about; a few are the first ones of many. */
export function planTrials(corpus: Corpus, test: FlipTest, most: number): Trial[] {
  const trials: Trial[] = [];
  for (const before of corpus) {
    if (trials.length >= most) break;
    const text = before.answer.label === test.from ? change(before, test) : null;
    if (text !== null) trials.push({ before, text });
  }
  return trials;
}

/** At most so many texts, none of them twice; fewer where the text, or the corpus, has no such passage. */
export function planControls(
  corpus: Corpus,
  test: FlipTest,
  of: CorpusText,
  most: number,
): string[] {
  const texts = Array.from({ length: most }, (_, attempt) => {
    const choice = scramble(of.row * most + attempt + 1);
    return test.change === "removal"
      ? removePassage(of, test.phrase, choice)
      : insertPassage(corpus, of, test.phrase, choice);
  });
  return Array.from(new Set(texts.filter((text) => text !== null)));
}

function change(before: CorpusText, { phrase, change: kind }: FlipTest): string | null {
  const { worded } = before;
  if (kind === "removal") return removePhrase(worded, phrase);
  return worded.text.includes(phrase) ? null : insert(before, phrase);
}

/** At the start of one text and at the end of another; never at an end that the model does not see. */
function insert({ worded, answer, row }: CorpusText, phrase: string): string {
  return insertPhrase(worded.text, phrase, !answer.truncated && scramble(row) % 2 === 1);
}

function removePassage({ worded }: CorpusText, phrase: string, choice: number): string | null {
  const passage = choosePassage(worded, phrase, choice);
  if (passage === null) return null;
  const [start, end] = passage;
  return worded.text.slice(0, start) + worded.text.slice(end);
}

/** Texts that are looked at for a passage; of very long phrases there may be none. */
const SOURCES = 20;

/** Out of another text, whatever its label. */
function insertPassage(
  corpus: Corpus,
  of: CorpusText,
  phrase: string,
  choice: number,
): string | null {
  for (let attempt = 0; attempt < SOURCES; attempt += 1) {
    const source = corpus[(choice + attempt) % corpus.length];
    if (source === undefined || source === of) continue;
    const passage = choosePassage(source.worded, phrase, choice >>> 8);
    if (passage !== null) return insert(of, source.worded.text.slice(...passage));
  }
  return null;
}
