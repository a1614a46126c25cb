import { html } from "hono/html";

import { type Content, type Html, say, type Words } from "./say.ts";

/** A part of the page that the contents list. */
export interface Section {
  readonly id: string;
  readonly title: Words;
  readonly body: Html;
}

export function renderSection({ id, title, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${say(title)}</h2>
    ${body}
  </section> `;
}

/** A heading below the section's, with what belongs to it. */
export function renderPart(title: Words, ...body: readonly (Content | null)[]): Html {
  return html`<div class="part">
    <h3>${say(title)}</h3>
    ${body}
  </div> `;
}

export function renderNote(words: Words): Html {
  return html`<p class="note">${say(words)}</p>`;
}

/** Charts side by side, as many as there is room for. */
export function renderCharts(...charts: readonly (Html | null)[]): Html {
  return html`<div class="charts">${charts}</div>`;
}
