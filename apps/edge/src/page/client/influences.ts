/**
 * A text with its words shaded by their influence on the label. The strongest word
 * sets the scale, but a text in which nothing matters stays plain.
 */
import type { Influence } from "../../sentiment/schemas.ts";
import { make } from "./dom.ts";
import { writePoints } from "./numbers.ts";

const LEVELS = 3;

/** Change of the score that counts as strong. */
const STRONG_AT_LEAST = 0.02;

/** Words that are told in a list. */
const LISTED = 8;
const LISTED_AT_LEAST = 0.005;

export function findStrongest(influences: readonly Influence[]): number {
  return Math.max(STRONG_AT_LEAST, ...influences.map(({ weight }) => Math.abs(weight)));
}

/** The text from `start` to `end`, both UTF-16 offsets. */
export function renderWords(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  influences: readonly Influence[],
  strongest: number,
): HTMLElement {
  const parts: (string | Node)[] = [];
  let at = start;
  for (const word of influences) {
    const level = findLevel(word.weight, strongest);
    if (word.start < at || word.end > end || level === 0) continue;
    parts.push(text.slice(at, word.start), renderWord(text, word, level));
    at = word.end;
  }
  parts.push(text.slice(at, end));
  const words = make("bdi", { lang: "ja", class: "words" });
  words.append(...parts);
  return words;
}

function renderWord(text: string, { start, end, weight }: Influence, level: number): HTMLElement {
  const kind = weight < 0 ? "against" : "for";
  const word = make("mark", { class: `${kind}-${level}`, title: writePoints(weight) });
  word.textContent = text.slice(start, end);
  return word;
}

/** 0 (not shaded) to 3. */
function findLevel(weight: number, strongest: number): number {
  return Math.min(LEVELS, Math.floor((Math.abs(weight) / strongest) * (LEVELS + 0.5)));
}

/** The words that change the score most, strongest first. */
export function listStrongest(influences: readonly Influence[]): Influence[] {
  return influences
    .filter(({ weight }) => Math.abs(weight) >= LISTED_AT_LEAST)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, LISTED);
}
