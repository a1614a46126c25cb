import type { WordedText } from "./words.ts";

/** Some words in a row. */
export interface Phrase {
  readonly text: string;
  /** Indices of the texts that have it, in order. */
  readonly rows: readonly number[];
}

const MOST_WORDS = 6;

/** A phrase says no more than a longer one around it when so many of its texts have that one. */
const ABSORBED_SHARE = 0.9;

/** What a phrase does not begin or end with, unless it is all of it. */
const PAUSE = /^[、。，．,.]|[、。，．,.]$/;

/**
 * Phrases of at most six words that at least `leastTexts` texts have, without those that nearly
 * always stand in the same longer one: of 「☆」, 「☆４」 and 「☆４つ」 the last. A phrase can only
 * be frequent if what is left of it without its first or its last word is, so that few are
 * counted (Agrawal and Srikant, "Fast Algorithms for Mining Association Rules", 1994).
 */
export function findFrequentPhrases(texts: readonly WordedText[], leastTexts: number): Phrase[] {
  const frequent = new Map<string, CountedPhrase>();
  let starts = texts.map(({ words }) => words.map((_, first) => first));
  for (let length = 1; length <= MOST_WORDS; length += 1) {
    for (const [text, phrase] of countPhrases(texts, starts, length)) {
      if (phrase.rows.length < leastTexts) continue;
      frequent.set(text, mergeWith(frequent.get(text), phrase));
    }
    starts = texts.map((worded, row) =>
      (starts[row] ?? [])
        .filter((first) => frequent.has(join(worded, first, length)))
        .filter((first, index, kept) => kept[index + 1] === first + 1),
    );
  }
  return dropAbsorbed(frequent);
}

interface CountedPhrase {
  readonly rows: number[];
  /** The phrase without its last and without its first word. */
  readonly parts: readonly string[];
}

/** @param starts of each text, the words that a phrase may begin with */
function countPhrases(
  texts: readonly WordedText[],
  starts: readonly (readonly number[])[],
  length: number,
): Map<string, CountedPhrase> {
  const found = new Map<string, CountedPhrase>();
  texts.forEach((worded, row) => {
    for (const first of starts[row] ?? []) {
      const text = join(worded, first, length);
      const phrase = found.get(text);
      if (phrase === undefined) found.set(text, { rows: [row], parts: cut(worded, first, length) });
      else if (phrase.rows.at(-1) !== row) phrase.rows.push(row);
    }
  });
  return found;
}

function cut(worded: WordedText, first: number, length: number): string[] {
  return length === 1 ? [] : [first, first + 1].map((at) => join(worded, at, length - 1));
}

function join({ text, words }: WordedText, first: number, length: number): string {
  return text.slice(words[first]?.start, words[first + length - 1]?.end);
}

/** The same characters may be cut into words in two ways. */
function mergeWith(known: CountedPhrase | undefined, { rows, parts }: CountedPhrase) {
  if (known === undefined) return { rows, parts };
  const all = new Set([...known.rows, ...rows]);
  return { rows: Array.from(all).sort((a, b) => a - b), parts: [...known.parts, ...parts] };
}

function dropAbsorbed(frequent: ReadonlyMap<string, CountedPhrase>): Phrase[] {
  const telling = Array.from(frequent, ([text, phrase]) => ({ text, ...phrase })).filter(
    ({ text, parts }) => parts.length === 0 || !PAUSE.test(text),
  );
  const absorbed = new Set(
    telling.flatMap(({ rows, parts }) =>
      parts.filter((part) => {
        const { length } = frequent.get(part)?.rows ?? [];
        return rows.length >= ABSORBED_SHARE * length;
      }),
    ),
  );
  return telling
    .filter(({ text }) => !absorbed.has(text))
    .map(({ text, rows }) => ({ text, rows }));
}
