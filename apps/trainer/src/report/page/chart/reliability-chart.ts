import { html } from "hono/html";

import type { ReliabilityBin } from "../../report.ts";
import { percent } from "../format.ts";
import type { Html, Words } from "../say.ts";
import { renderFigure } from "./figure.ts";
import { type Axis, createPlot, type Plot, renderAxes, round } from "./plot.ts";

export interface ReliabilityChart {
  readonly id: string;
  readonly title: Words;
  readonly description: Words;
  readonly bins: readonly ReliabilityBin[];
}

const X: Axis = {
  name: ["Mean score of the answer", "回答のスコアの平均"],
  domain: [0, 1],
  format: formatTick,
};
const Y: Axis = { name: ["Share that is right", "正解の割合"], domain: [0, 1], format: formatTick };

/** How much of the height the bars of the texts' shares may take. */
const SHARE_HEIGHT = 0.3;

const LEGEND = [
  {
    name: ["Share that is right, with its distance from the score", "正解の割合とスコアからのずれ"],
    sample: html`<path class="gap" d="M14,0V12" /><circle
        class="dot dot-0"
        cx="14"
        cy="4"
        r="3.5"
      />`,
  },
  {
    name: ["Share of the texts", "テキストの割合"],
    sample: html`<rect class="share" x="6" y="2" width="16" height="10" />`,
  },
] as const;

/** Scores against how often they are right: on the diagonal a score means what it says (Guo et al. 2017). */
export function renderReliabilityChart({ bins, ...about }: ReliabilityChart): Html {
  const plot = createPlot(X, Y);
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const { left, right, top, bottom } = plot;
  const drawing = html`${renderAxes(plot, X, Y)}${bins.map((bin) => renderShare(plot, bin, total))}<path
      class="reference"
      d="M${left},${bottom}L${right},${top}"
    />${bins.map((bin) => renderBin(plot, bin))}`;
  return renderFigure({ ...about, drawing, legend: LEGEND });
}

function renderShare({ x, bottom, top }: Plot, bin: ReliabilityBin, total: number): Html {
  const height = round((bin.count / total) * (bottom - top) * SHARE_HEIGHT);
  const width = round(x(bin.to) - x(bin.from) - 1);
  return html`<rect
    class="share"
    x="${round(x(bin.from))}"
    y="${round(bottom - height)}"
    width="${width}"
    height="${height}"
  />`;
}

function renderBin({ x, y }: Plot, bin: ReliabilityBin): Html {
  const [across, right, score] = [x(bin.meanScore), y(bin.accuracy), y(bin.meanScore)].map(round);
  return html`<path class="gap" d="M${across},${score}V${right}" /><circle
      class="dot dot-0"
      cx="${across}"
      cy="${right}"
      r="3.5"
      ><title>${percent(bin.meanScore)} → ${percent(bin.accuracy)} (${bin.count})</title></circle
    >`;
}

function formatTick(value: number): string {
  return value.toFixed(1);
}
