/**
 * How a label is shown. Its name comes from the manifest, and the usual ones are
 * known in both languages. A tone is told by a sign as well as by a colour.
 */
import { make } from "./dom.ts";
import type { Words } from "./say.ts";

export interface LabelLook {
  readonly name: Words;
  /** Part of a class: `tone-positive`. */
  readonly tone: string;
  readonly sign: string;
}

const POSITIVE = { tone: "positive", sign: "▲" };
const NEGATIVE = { tone: "negative", sign: "▼" };
const NEUTRAL = { tone: "neutral", sign: "■" };

const KNOWN: Readonly<Record<string, LabelLook>> = {
  positive: { name: ["Positive", "ポジティブ"], ...POSITIVE },
  negative: { name: ["Negative", "ネガティブ"], ...NEGATIVE },
  neutral: { name: ["Neutral", "中立"], ...NEUTRAL },
  mixed: { name: ["Mixed", "混合"], tone: "other-0", sign: "◆" },
  "very positive": { name: ["Very positive", "とてもポジティブ"], ...POSITIVE, sign: "▲▲" },
  "very negative": { name: ["Very negative", "とてもネガティブ"], ...NEGATIVE, sign: "▼▼" },
};

/** Colours for labels that nobody knows; the style sheet has as many. */
const OTHERS = 5;

/** @param labels all of the model, in their order */
export function lookUp(label: string, labels: readonly string[]): LabelLook {
  const known = KNOWN[label.toLowerCase().replaceAll(/[-_]/g, " ")];
  if (known !== undefined) return known;
  const place = Math.max(0, labels.indexOf(label));
  return { name: label, tone: `other-${place % OTHERS}`, sign: "●" };
}

/** The sign and the name. */
export function renderLabel({ name, tone, sign }: LabelLook): HTMLElement {
  const text = typeof name === "string" ? make("bdi", {}, name) : make("span", {}, name);
  const mark = make("span", { class: "sign", "aria-hidden": "true" }, sign);
  return make("span", { class: `label tone-${tone}` }, mark, text);
}
