import { html } from "hono/html";

import type { Influence } from "../../report.ts";
import { signed } from "../format.ts";
import { type Html, say } from "../say.ts";
import { showText } from "../show-text.ts";

const LEVELS = 3;

/** Fall of the score that counts as strong, so that a text where nothing matters stays plain. */
const STRONG_AT_LEAST = 0.05;

/** The text, its words shaded by their influence on the predicted label's score. */
export function renderInfluences(text: string, influences: readonly Influence[] | null): Html {
  if (influences === null) return showText(text);
  const strongest = Math.max(STRONG_AT_LEAST, ...influences.map(({ weight }) => Math.abs(weight)));
  const parts: (string | Html)[] = [];
  let end = 0;
  for (const influence of influences.toSorted((a, b) => a.start - b.start)) {
    const level = findLevel(influence.weight, strongest);
    if (influence.start < end || level === 0) continue;
    parts.push(text.slice(end, influence.start));
    parts.push(renderWord(text.slice(influence.start, influence.end), influence.weight, level));
    end = influence.end;
  }
  parts.push(text.slice(end));
  return html`<bdi lang="ja">${parts}</bdi>`;
}

export function renderInfluenceLegend(): Html {
  return html`<p class="influence-legend">
    <mark class="for-3">${say(["speaks for the predicted label", "予測を支持"])}</mark>
    <mark class="against-3">${say(["speaks against it", "予測に反対"])}</mark>
    <span
      >${say(["the darker, the more the score changes without the word", "濃いほど、その語を除いたときのスコアの変化が大きい"])}</span
    >
  </p>`;
}

function renderWord(word: string, weight: number, level: number): Html {
  const kind = weight < 0 ? "against" : "for";
  return html`<mark class="${kind}-${level}" title="${signed(-weight, 3)}">${word}</mark>`;
}

/** 0 (not shaded) to 3. */
function findLevel(weight: number, strongest: number): number {
  return Math.min(LEVELS, Math.floor((Math.abs(weight) / strongest) * (LEVELS + 0.5)));
}
