import type { WordedText } from "./words.ts";

/**
 * The text without the phrase, wherever it stands as words of its own; null where it does not, or
 * nothing would be left.
 */
export function removePhrase(worded: WordedText, phrase: string): string | null {
  const places = findPlaces(worded.text, phrase, (start, end) => isOfWords(worded, start, end));
  if (places.length === 0) return null;
  const ends = [0, ...places.map((start) => start + phrase.length)];
  const rest = ends.map((end, index) => worded.text.slice(end, places[index])).join("");
  return rest.trim() === "" ? null : rest;
}

/** The phrase at the text's start or end; Latin words and numbers stay apart. */
export function insertPhrase(text: string, phrase: string, isAtEnd: boolean): string {
  const [left, right] = isAtEnd ? [text, phrase] : [phrase, text];
  return LATIN_END.test(left) && LATIN_START.test(right) ? `${left} ${right}` : left + right;
}

const LATIN_START = /^[\p{Script=Latin}\p{Nd}]/u;
const LATIN_END = /[\p{Script=Latin}\p{Nd}]$/u;

/**
 * Some words in a row that have about as many characters as the phrase and nothing of it, as
 * UTF-16 offsets; null where the text has none.
 * @param choice any whole number that is not negative; the same one chooses the same words
 */
export function choosePassage(
  worded: WordedText,
  phrase: string,
  choice: number,
): readonly [start: number, end: number] | null {
  const passages = findPassages(worded, phrase);
  return passages[choice % passages.length] ?? null;
}

type Passage = readonly [start: number, end: number];

/** From each word on, the first words that are together as long as the phrase. */
function findPassages({ text, words }: WordedText, phrase: string): Passage[] {
  const passages: Passage[] = [];
  const taken = findPlaces(text, phrase, () => true);
  let next = 0;
  for (const { start } of words) {
    while ((words[next]?.end ?? Infinity) - start < phrase.length) next += 1;
    const end = words[next]?.end;
    if (end === undefined) break;
    if (taken.every((at) => end <= at || start >= at + phrase.length)) passages.push([start, end]);
  }
  return passages;
}

/** Where it starts, the first of overlapping places. */
function findPlaces(
  text: string,
  phrase: string,
  isWanted: (start: number, end: number) => boolean,
): number[] {
  const places: number[] = [];
  let at = text.indexOf(phrase);
  while (at !== -1) {
    const end = at + phrase.length;
    const isPlace = isWanted(at, end);
    if (isPlace) places.push(at);
    at = text.indexOf(phrase, isPlace ? end : at + 1);
  }
  return places;
}

function isOfWords({ words }: WordedText, start: number, end: number): boolean {
  return words.some((word) => word.start === start) && words.some((word) => word.end === end);
}
