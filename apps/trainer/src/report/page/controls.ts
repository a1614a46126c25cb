import { html } from "hono/html";

import { type Html, say, type Words } from "./say.ts";

interface Choice {
  readonly value: string;
  readonly name: Words;
}

const LANGUAGES: readonly Choice[] = [
  { value: "en", name: html`<bdi lang="en">English</bdi>` },
  { value: "ja", name: html`<bdi lang="ja">日本語</bdi>` },
];

const THEMES: readonly Choice[] = [
  { value: "auto", name: ["Auto", "自動"] },
  { value: "light", name: ["Light", "ライト"] },
  { value: "dark", name: ["Dark", "ダーク"] },
];

/** Radio buttons that the style sheet itself reads, so that they work without a script. */
export function renderControls(): Html {
  return html`<div class="controls">
    ${renderChoices("language", ["Language", "言語"], LANGUAGES)}${renderChoices("theme", ["Colours", "配色"], THEMES)}
  </div>`;
}

function renderChoices(group: string, legend: Words, choices: readonly Choice[]): Html {
  return html`<fieldset>
    <legend class="unseen">${say(legend)}</legend>
    ${choices.map(
      ({ value, name }, index) =>
        html`<label
          ><input
            type="radio"
            name="${group}"
            id="${group}-${value}"
            value="${value}"
            autocomplete="off"
            ${index === 0 && html` checked`}
          />${say(name)}</label
        >`,
    )}
  </fieldset>`;
}
