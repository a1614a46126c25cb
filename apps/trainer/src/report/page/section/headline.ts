import { html } from "hono/html";

import { type Content, type Html, say, type Words } from "../say.ts";

/** A figure that is read at a glance. */
export interface KeyFigure {
  readonly name: Words;
  readonly value: Content;
  readonly note?: Words;
}

export function renderKeyFigures(figures: readonly KeyFigure[]): Html {
  return html`<dl class="key-figures">
    ${figures.map(
      ({ name, value, note }) =>
        html`<div>
          <dt>${say(name)}</dt>
          <dd class="value">${value}</dd>
          ${note !== undefined && html`<dd class="about">${say(note)}</dd>`}
        </div>`,
    )}
  </dl>`;
}
