import { line } from "d3-shape";
import { html } from "hono/html";

import type { Point } from "../../report.ts";
import { type Html, sayInDrawing, type Words } from "../say.ts";
import { renderFigure } from "./figure.ts";
import { LINE_STYLES, sampleLine } from "./legend.ts";
import { type Axis, createPlot, type Plot, renderAxes, round } from "./plot.ts";

export interface Series {
  readonly name: Words;
  readonly points: readonly Point[];
  /** Colour and dash. */
  readonly style: number;
  /** A dot at each point, where there are few. */
  readonly hasDots?: boolean;
}

export interface LineChart {
  readonly id: string;
  readonly title: Words;
  readonly description: Words;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** What chance or perfection would give: a thin line. */
  readonly reference?: readonly Point[];
  readonly mark?: Mark;
}

interface Mark {
  readonly x: number;
  readonly name: Words;
  /** Where the lines leave room for the name; at the bottom when it is left out. */
  readonly nameAt?: "top";
}

export function renderLineChart(chart: LineChart): Html {
  const { id, title, description, x, y, series } = chart;
  const plot = createPlot(x, y);
  const drawing = html`${renderAxes(plot, x, y)}${chart.reference && html`<path class="reference" d="${tracePath(plot, chart.reference)}" />`}${chart.mark && renderMark(plot, chart.mark)}${series.map((one) => renderSeries(plot, one))}`;
  const legend = series.map(({ name, style }) => ({ name, sample: sampleLine(style) }));
  return renderFigure({ id, title, description, drawing, legend: series.length > 1 ? legend : [] });
}

/** SVG path through points of the data. */
function tracePath({ x, y }: Plot, points: readonly Point[]): string {
  const trace = line<Point>(
    (point) => x(point[0]),
    (point) => y(point[1]),
  ).digits(1);
  return trace([...points]) ?? "";
}

function renderSeries(plot: Plot, { points, style, hasDots = false }: Series): Html {
  const kind = style % LINE_STYLES;
  const dots = hasDots ? points : [];
  return html`<path class="line line-${kind}" d="${tracePath(plot, points)}" />${dots.map(
      ([x, y]) =>
        html`<circle
          class="dot dot-${kind}"
          cx="${round(plot.x(x))}"
          cy="${round(plot.y(y))}"
          r="3"
        />`,
    )}`;
}

function renderMark(plot: Plot, { x, name, nameAt }: Mark): Html {
  const at = round(plot.x(x));
  const isLeft = at < (plot.left + plot.right) / 2;
  const anchor = isLeft ? "start" : "end";
  const height = nameAt === "top" ? plot.top + 10 : plot.bottom - 7;
  return html`<path
      class="mark"
      d="M${at},${plot.bottom}V${plot.top}"
    />${sayInDrawing(name, html`class="mark-name" x="${isLeft ? at + 5 : at - 5}" y="${height}" text-anchor="${anchor}"`)}`;
}
