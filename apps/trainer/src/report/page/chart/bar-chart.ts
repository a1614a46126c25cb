import { scaleLinear } from "d3-scale";
import { html } from "hono/html";

import type { Html, Words } from "../say.ts";
import { renderFigure } from "./figure.ts";
import { round, WIDTH } from "./plot.ts";
import { shortenName } from "./shorten-name.ts";

export interface BarChart {
  readonly id: string;
  readonly title: Words;
  readonly description: Words;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    readonly text: string;
  }[];
}

const ROW_HEIGHT = 30;
const TEXT_WIDTH = 116;

/** Bars that lie, each with its name above and its value behind it. */
export function renderBarChart({ id, title, description, bars }: BarChart): Html {
  const highest = Math.max(1e-9, ...bars.map(({ value }) => value));
  const width = scaleLinear([0, highest], [0, WIDTH - TEXT_WIDTH]);
  const drawing = html`${bars.map(({ name, value, text }, index) => {
    const top = index * ROW_HEIGHT;
    const length = Math.max(1, round(width(value)));
    return html`<text class="bar-name" x="0" y="${top + 11}">${shortenName(name, 40)}</text
      ><rect class="bar" x="0" y="${top + 15}" width="${length}" height="9" /><text
        x="${length + 6}"
        y="${top + 24}"
        >${text}</text
      >`;
  })}`;
  return renderFigure({ id, title, description, drawing, height: bars.length * ROW_HEIGHT + 4 });
}
