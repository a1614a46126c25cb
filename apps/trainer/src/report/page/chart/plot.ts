import { type ScaleLinear, scaleLinear } from "d3-scale";
import { html } from "hono/html";

import { type Html, sayInDrawing, type Words } from "../say.ts";

export interface Axis {
  readonly name: Words;
  readonly domain: readonly [low: number, high: number];
  readonly format: (value: number) => string;
  readonly ticks?: number;
}

/** The area of a chart, in units of its viewBox: as wide as a telephone, so that its text stays readable there. */
export interface Plot {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const WIDTH = 320;
export const HEIGHT = 236;

const MARGIN = { left: 52, right: 14, top: 12, bottom: 42 };

export function createPlot(x: Axis, y: Axis): Plot {
  const [left, right] = [MARGIN.left, WIDTH - MARGIN.right];
  const [top, bottom] = [MARGIN.top, HEIGHT - MARGIN.bottom];
  return {
    x: scaleLinear([...x.domain], [left, right]),
    y: scaleLinear([...y.domain], [bottom, top]),
    left,
    right,
    top,
    bottom,
  };
}

/** Grid, ticks and names of the axes. */
export function renderAxes(plot: Plot, x: Axis, y: Axis): Html {
  const middle = (plot.left + plot.right) / 2;
  return html`<g class="axes"
    >${plot.y.ticks(y.ticks ?? 5).map((tick) => renderRowTick(plot, y, tick))}
    ${plot.x.ticks(x.ticks ?? 5).map((tick) => renderColumnTick(plot, x, tick))}
    <path class="axis" d="M${plot.left},${plot.bottom}H${plot.right}" />
    ${sayInDrawing(x.name, html`class="name" x="${middle}" y="${HEIGHT - 6}" text-anchor="middle"`)}
    ${sayInDrawing(y.name, html`class="name" x="-${(plot.top + plot.bottom) / 2}" y="11" text-anchor="middle" transform="rotate(-90)"`)}</g
  >`;
}

/** A coordinate with a tenth of a unit, which nobody sees. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function renderRowTick({ left, right, y }: Plot, axis: Axis, tick: number): Html {
  const at = round(y(tick));
  return html`<path class="grid" d="M${left},${at}H${right}" /><text
      x="${left - 5}"
      y="${at + 4}"
      text-anchor="end"
      >${axis.format(tick)}</text
    >`;
}

function renderColumnTick({ bottom, x }: Plot, axis: Axis, tick: number): Html {
  const at = round(x(tick));
  return html`<path class="tick" d="M${at},${bottom}v4" /><text
      x="${at}"
      y="${bottom + 16}"
      text-anchor="middle"
      >${axis.format(tick)}</text
    >`;
}
