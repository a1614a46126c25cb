import { html } from "hono/html";

import { type Html, say, type Words } from "../say.ts";
import { HEIGHT, WIDTH } from "./plot.ts";
import { renderLegend, type LegendEntry } from "./legend.ts";

export interface Figure {
  readonly id: string;
  readonly title: Words;
  /** What the drawing shows, for those who do not see it. */
  readonly description: Words;
  readonly drawing: Html;
  readonly height?: number;
  readonly legend?: readonly LegendEntry[];
}

/** A drawing whose name and description follow the page's language, which an SVG's own `title` cannot. */
export function renderFigure(figure: Figure): Html {
  const { id, title, description, drawing, height = HEIGHT, legend = [] } = figure;
  return html`<figure class="chart">
    <figcaption id="${id}">${say(title)}</figcaption>
    <svg
      viewBox="0 0 ${WIDTH} ${height}"
      role="img"
      aria-labelledby="${id}"
      aria-describedby="${id}-about"
    >
      ${drawing}
    </svg>
    ${legend.length > 0 && renderLegend(legend)}
    <p class="unseen" id="${id}-about">${say(description)}</p>
  </figure> `;
}
