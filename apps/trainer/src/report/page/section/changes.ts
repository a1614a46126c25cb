import { html } from "hono/html";

import type { ComparisonReport } from "../../report.ts";
import { percent } from "../format.ts";
import { type Html, type Phrase, say } from "../say.ts";
import { renderNote } from "../section.ts";
import { showText } from "../show-text.ts";
import { type Facet, renderFilterForm } from "./filter-form.ts";
import { renderPrintNote } from "./print-note.ts";

type Change = ComparisonReport["changed"][number];
type Outcome = "fixed" | "broken" | "other";

const OUTCOMES: Readonly<Record<Outcome, readonly [string, string]>> = {
  fixed: ["newly right", "新たに正解"],
  broken: ["newly wrong", "新たに誤り"],
  other: ["wrong both times", "どちらも誤り"],
};

const FACETS: readonly Facet[] = [
  {
    name: "outcome",
    label: ["Outcome", "結果"],
    options: (["fixed", "broken", "other"] as const).map((value) => ({
      value,
      name: OUTCOMES[value],
    })),
  },
];

const SEARCH: Phrase = ["Search in the texts", "テキストを検索"];

/** Every text that got another label. */
export function renderChanges(prefix: string, changed: readonly Change[]): Html {
  if (changed.length === 0) return renderNote(["No label changed.", "変化はありません。"]);
  const list = `${prefix}-list`;
  return html`${renderFilterForm(list, FACETS, SEARCH)}
    <ol class="examples" id="${list}">
      ${changed.map(renderChange)}
    </ol>
    ${renderPrintNote(changed.length)}`;
}

function renderChange(change: Change): Html {
  const outcome = judge(change);
  return html`<li data-outcome="${outcome}">
    <p class="verdict">
      <strong class="outcome ${outcome}">${say(OUTCOMES[outcome])}</strong>
      <bdi>${change.before}</bdi> <span class="score">${percent(change.scoreBefore)}</span> →
      <bdi>${change.after}</bdi> <span class="score">${percent(change.scoreAfter)}</span>
      <span class="instead">${say(["gold", "正解"])}</span> <bdi class="gold">${change.gold}</bdi>
    </p>
    <p class="text">${showText(change.text)}</p>
    <p class="about">${say([`row ${change.row}`, `${change.row}行目`])} · ${change.source}</p>
  </li> `;
}

function judge({ gold, before, after }: Change): Outcome {
  if (after === gold) return "fixed";
  return before === gold ? "broken" : "other";
}
