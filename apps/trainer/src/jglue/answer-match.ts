/**
 * JSQuAD's exact match and F1, as JGLUE measures them: SQuAD 1.1's evaluation
 * with the changes of JGLUE's patch for transformers (`fine-tuning/patch/`,
 * `squad_metrics.py`, JGLUE 1.1.0). Letters are lowered; a 。 at the end is
 * dropped in the place of English articles, punctuation stays; white space is
 * joined; F1 counts characters instead of words. The best of the gold answers counts.
 */

/** Figures of one answer: 0 or 1, and 0 to 1. */
export interface AnswerMatch {
  readonly exactMatch: number;
  readonly f1: number;
}

/** @param golds the answers that count as right; none means that the empty one does */
export function matchAnswer(predicted: string, golds: readonly string[]): AnswerMatch {
  const prediction = normalizeAnswer(predicted);
  const normalized = golds.map(normalizeAnswer).filter((gold) => gold !== "");
  const candidates = normalized.length === 0 ? [""] : normalized;
  return {
    exactMatch: candidates.includes(prediction) ? 1 : 0,
    f1: Math.max(...candidates.map((gold) => computeF1(prediction, gold))),
  };
}

/** What is compared of an answer. */
function normalizeAnswer(answer: string): string {
  return answer
    .toLowerCase()
    .replace(/。+$/u, "")
    .split(PYTHON_WHITE_SPACE)
    .filter((word) => word !== "")
    .join(" ");
}

/** What `str.split` of Python cuts at; `\s` lacks U+001C to U+001F and U+0085 and takes U+FEFF. */
const PYTHON_WHITE_SPACE =
  // oxlint-disable-next-line no-control-regex
  /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

/** Of the characters (code points) as a multiset. */
function computeF1(prediction: string, gold: string): number {
  if (prediction === "" || gold === "") return prediction === gold ? 1 : 0;
  const golds = countCharacters(gold);
  let shared = 0;
  for (const [character, count] of countCharacters(prediction)) {
    shared += Math.min(count, golds.get(character) ?? 0);
  }
  return (2 * shared) / (Array.from(prediction).length + Array.from(gold).length);
}

function countCharacters(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}
