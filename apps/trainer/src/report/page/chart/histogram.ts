import { html } from "hono/html";

import type { Histogram as HistogramData } from "../../report.ts";
import { count } from "../format.ts";
import { type Html, sayInDrawing, type Words } from "../say.ts";
import { renderFigure } from "./figure.ts";
import { type Axis, createPlot, type Plot, renderAxes, round } from "./plot.ts";

export interface Histogram {
  readonly id: string;
  readonly title: Words;
  readonly description: Words;
  readonly bins: HistogramData["bins"];
  readonly x: Omit<Axis, "format">;
  readonly y: Omit<Axis, "domain" | "format">;
  /** A line where the model cuts, or at a median. */
  readonly marks: readonly { readonly x: number; readonly name: Words }[];
}

export function renderHistogram({ id, title, description, bins, marks, ...axes }: Histogram): Html {
  const highest = Math.max(1, ...bins.map((bin) => bin.count));
  const x = { ...axes.x, format: count };
  const y = { ...axes.y, domain: [0, highest * 1.12] as const, ticks: 4, format: count };
  const plot = createPlot(x, y);
  const drawing = html`${renderAxes(plot, x, y)}${bins.map((bin) => renderBar(plot, bin))}${marks.map((mark, index) => renderMark(plot, mark, index))}`;
  return renderFigure({ id, title, description, drawing });
}

function renderBar(plot: Plot, bin: HistogramData["bins"][number]): Html | null {
  if (bin.count === 0) return null;
  const [left, right] = [round(plot.x(bin.from)), round(plot.x(bin.to))];
  const top = round(plot.y(bin.count));
  const width = Math.max(1, round(right - left - 1));
  return html`<rect
    class="bar"
    x="${left}"
    y="${top}"
    width="${width}"
    height="${round(plot.bottom - top)}"
  />`;
}

function renderMark(plot: Plot, mark: Histogram["marks"][number], index: number): Html {
  const at = round(plot.x(mark.x));
  const isLeft = at < (plot.left + plot.right) / 2;
  const place = html`class="mark-name" x="${isLeft ? at + 4 : at - 4}"
  y="${plot.top + 9 + index * 15}" text-anchor="${isLeft ? "start" : "end"}"`;
  return html`<path
      class="mark"
      d="M${at},${plot.bottom}V${plot.top}"
    />${sayInDrawing(mark.name, place)}`;
}
