import { html } from "hono/html";

import { type Html, say, type Words } from "../say.ts";

export interface LegendEntry {
  readonly name: Words;
  /** What the drawing uses, in a box of 28 by 12. */
  readonly sample: Html;
}

export function renderLegend(entries: readonly LegendEntry[]): Html {
  return html`<ul class="legend">
    ${entries.map(
      ({ name, sample }) =>
        html`<li><svg viewBox="0 0 28 12" aria-hidden="true">${sample}</svg>${say(name)}</li>`,
    )}
  </ul>`;
}

/** Lines differ by colour and dash: the style sheet knows so many. */
export const LINE_STYLES = 8;

export function sampleLine(style: number): Html {
  return html`<path class="line line-${style % LINE_STYLES}" d="M0,6H28" />`;
}
