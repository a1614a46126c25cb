import { scaleLinear } from "d3-scale";
import { symbol, symbolDiamond } from "d3-shape";
import { html } from "hono/html";

import type { Interval } from "../../report.ts";
import { type Html, sayInDrawing, type Words } from "../say.ts";
import { renderFigure } from "./figure.ts";
import { round, WIDTH } from "./plot.ts";

export interface DotPlot {
  readonly id: string;
  readonly title: Words;
  readonly description: Words;
  readonly rows: readonly {
    readonly name: Words;
    readonly value: number;
    readonly interval: Interval;
    /** What it is held against; null where there is nothing. */
    readonly other: number | null;
  }[];
  readonly valueName: Words;
  readonly otherName: Words;
  /** Of all rows together. */
  readonly overall: number;
  readonly overallName: Words;
}

type Place = (value: number) => number;

const ROW_HEIGHT = 26;
const NAMES_WIDTH = 118;
const AXIS_HEIGHT = 26;

const DIAMOND = symbol(symbolDiamond, 34).digits(1)();

/** A dot with its interval a row, beside what it is compared with. */
export function renderDotPlot(chart: DotPlot): Html {
  const { id, title, description, rows } = chart;
  const bottom = rows.length * ROW_HEIGHT + 6;
  const scale = scaleLinear([findLowest(chart), 1], [NAMES_WIDTH, WIDTH - 14]).nice(5);
  const place: Place = (value) => round(scale(value));
  const drawing = html`<g class="axes"
      >${scale
        .ticks(5)
        .map(
          (tick) =>
            html`<path class="grid" d="M${place(tick)},4V${bottom}" /><text
                x="${place(tick)}"
                y="${bottom + 17}"
                text-anchor="middle"
                >${Math.round(tick * 100)}</text
              >`,
        )}</g
    ><path
      class="mark"
      d="M${place(chart.overall)},0V${bottom}"
    />${rows.map((row, index) => renderRow(row, index, place))}`;
  return renderFigure({
    id,
    title,
    description,
    drawing,
    height: bottom + AXIS_HEIGHT,
    legend: [
      {
        name: chart.valueName,
        sample: html`<path class="interval" d="M2,6H26" /><circle
            class="dot dot-0"
            cx="14"
            cy="6"
            r="4"
          />`,
      },
      {
        name: chart.otherName,
        sample: html`<path class="diamond" transform="translate(14,6)" d="${DIAMOND}" />`,
      },
      { name: chart.overallName, sample: html`<path class="mark" d="M14,0V12" />` },
    ],
  });
}

function renderRow(row: DotPlot["rows"][number], index: number, place: Place): Html {
  const middle = index * ROW_HEIGHT + ROW_HEIGHT / 2 + 3;
  const [low, high] = row.interval;
  const diamond =
    row.other !== null &&
    html`<path
      class="diamond"
      transform="translate(${place(row.other)},${middle})"
      d="${DIAMOND}"
    />`;
  return html`${sayInDrawing(row.name, html`x="${NAMES_WIDTH - 10}" y="${middle + 4}" text-anchor="end"`)}<path
      class="interval"
      d="M${place(low)},${middle}H${place(high)}"
    />${diamond}<circle class="dot dot-0" cx="${place(row.value)}" cy="${middle}" r="4" />`;
}

function findLowest({ rows, overall }: DotPlot): number {
  const values = rows.flatMap((row) => [row.interval[0], row.other ?? 1]);
  return Math.min(overall, 0.95, ...values);
}
