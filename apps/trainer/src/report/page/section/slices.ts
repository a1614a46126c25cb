import { html } from "hono/html";

import type { Slice, SplitReport } from "../../report.ts";
import { renderDotPlot } from "../chart/dot-plot.ts";
import { count, fraction, percent, percentRange, points } from "../format.ts";
import { type Content, type Html, say } from "../say.ts";
import { renderCharts } from "../section.ts";
import { SLICE_NAMES } from "../slice-name.ts";
import { renderTable } from "../table.ts";

/** Kinds of texts against the rest of the split. */
export function renderSlices(prefix: string, split: Pick<SplitReport, "slices" | "metrics">): Html {
  const slices = split.slices.filter((slice) => slice.count > 0);
  return html`<div class="beside">
    ${renderCharts(renderPlot(prefix, slices, split.metrics.accuracy))}${renderFigures(prefix, slices)}
  </div>`;
}

function renderPlot(prefix: string, slices: readonly Slice[], overall: number): Html {
  return renderDotPlot({
    id: `${prefix}-slices`,
    title: ["Accuracy by slice (%)", "スライス別の正解率（%）"],
    description: [
      `Accuracy of ${slices.length} slices with 95 % intervals; the figures are in the table that follows.`,
      `${slices.length}個のスライスの正解率と95 %信頼区間。数値は続く表にあります。`,
    ],
    rows: slices.map((slice) => ({
      name: SLICE_NAMES[slice.name],
      value: slice.accuracy,
      interval: slice.accuracyInterval,
      other: slice.accuracyOfOthers,
    })),
    valueName: ["the slice, 95 % interval", "スライスと95 %信頼区間"],
    otherName: ["the rest of the split", "その他"],
    overall,
    overallName: ["all texts", "全体"],
  });
}

function renderFigures(prefix: string, slices: readonly Slice[]): Html {
  return renderTable({
    id: `${prefix}-slice-table`,
    caption: ["Slices in figures", "スライス別の数値"],
    columns: [
      { name: ["Slice", "スライス"] },
      { name: ["Texts", "件数"], kind: "number" },
      { name: ["Accuracy", "正解率"], kind: "number" },
      { name: ["95 % interval", "95 %信頼区間"], kind: "number" },
      { name: ["Against the rest", "その他との差"], kind: "number" },
      { name: ["Macro-F1", "マクロF1"], kind: "number" },
    ],
    rows: slices.map((slice) => ({
      head: say(SLICE_NAMES[slice.name]),
      cells: listFigures(slice),
    })),
  });
}

function listFigures(slice: Slice): Content[] {
  const { accuracy, accuracyOfOthers } = slice;
  return [
    count(slice.count),
    percent(accuracy),
    percentRange(slice.accuracyInterval),
    accuracyOfOthers === null ? "–" : points(accuracy - accuracyOfOthers),
    fraction(slice.macroF1),
  ];
}
