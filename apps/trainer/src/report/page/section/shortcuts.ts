import { html } from "hono/html";

import type { Shortcut, ShortcutExample } from "../../report.ts";
import { count, percent } from "../format.ts";
import { type Html, say } from "../say.ts";
import { renderNote, type Section } from "../section.ts";
import { showText } from "../show-text.ts";
import { renderTable } from "../table.ts";

/** Phrases that decide by themselves. */
export function describeShortcuts(shortcuts: readonly Shortcut[]): Section {
  const body = shortcuts.length === 0 ? renderNone() : renderFound(shortcuts);
  return { id: "shortcuts", title: ["Shortcuts", "ショートカット"], body };
}

function renderNone(): Html {
  return renderNote([
    "No phrase was found whose removal or insertion flips answers more often than an ordinary phrase does.",
    "除去や挿入によって、通常の表現より頻繁に判定を反転させる表現は見つかりませんでした。",
  ]);
}

function renderFound(shortcuts: readonly Shortcut[]): Html {
  return html`${renderNote([
    "Each phrase flips the answer when it is taken out of texts, or put into them, far more often than an ordinary passage does (“expected”). A word of praise or blame may rightly do so; one that says nothing of the matter is a shortcut.",
    "どの表現も、テキストから除く、または加えるだけで、普通の語句（「通常」）よりはるかに多く判定を反転させます。称賛や非難の語なら当然のこともありますが、内容と関係のない表現ならショートカットです。",
  ])}${renderFigures(shortcuts)}${shortcuts.map(renderExamples)}`;
}

function renderFigures(shortcuts: readonly Shortcut[]): Html {
  return renderTable({
    id: "shortcuts-table",
    caption: ["Phrases that flip answers", "判定を反転させる表現"],
    columns: [
      { name: ["Phrase", "表現"] },
      { name: ["Change", "操作"] },
      { name: ["Flips", "反転"] },
      { name: ["Texts", "件数"], kind: "number" },
      { name: ["Flipped", "反転数"], kind: "number" },
      { name: ["Rate", "反転率"], kind: "number" },
      { name: ["Expected", "通常"], kind: "number" },
    ],
    rows: shortcuts.map((one) => ({
      head: showText(one.phrase),
      cells: [
        nameChange(one),
        html`<span class="unbroken"><bdi>${one.from}</bdi> → <bdi>${one.to}</bdi></span>`,
        count(one.count),
        count(one.flips),
        html`<b>${percent(one.flipRate)}</b>`,
        percent(one.expectedFlipRate),
      ],
    })),
  });
}

function nameChange({ change }: Shortcut): Html {
  return change === "removal" ? say(["taken out", "除去"]) : say(["put in", "挿入"]);
}

function renderExamples(shortcut: Shortcut): Html | null {
  if (shortcut.examples.length === 0) return null;
  const number = shortcut.examples.length;
  return html`<details class="shortcut">
    <summary>
      ${showText(shortcut.phrase)} · ${nameChange(shortcut)} ·
      ${say([`examples: ${number}`, `例${number}件`])}
    </summary>
    <ul class="changes">
      ${shortcut.examples.map((example) => renderExample(example, shortcut))}
    </ul>
  </details> `;
}

function renderExample(example: ShortcutExample, { from }: Shortcut): Html {
  return html`<li>
    <p class="text">
      <span class="when">${say(["before", "前"])}</span> ${showText(example.before)}
      <span class="score">${from} ${percent(example.scoreBefore)}</span>
    </p>
    <p class="text">
      <span class="when">${say(["after", "後"])}</span> ${showText(example.after)}
      <span class="score">${from} ${percent(example.scoreAfter)}</span>
    </p>
    <p class="source">${example.source}</p>
  </li>`;
}
