import { html } from "hono/html";

import type { LengthExample, SplitData } from "../../report.ts";
import { renderBarChart } from "../chart/bar-chart.ts";
import { renderHistogram } from "../chart/histogram.ts";
import { count, percent } from "../format.ts";
import { type Html, type Phrase, say } from "../say.ts";
import { renderCharts, renderPart, type Section } from "../section.ts";
import { showText } from "../show-text.ts";
import { nameSplit } from "../split-name.ts";
import { renderTable } from "../table.ts";

/** What the model learned from, and was measured on. */
export function describeDataSection(data: readonly SplitData[], maxTokens: number): Section {
  const longest = Math.max(1, ...data.flatMap(({ lengths }) => lengths.bins.map((bin) => bin.to)));
  const body = html`${renderFigures(data, maxTokens)}
  ${renderPart(["Tokens a text", "テキストのトークン数"], renderCharts(...data.map((one, index) => renderLengths(one, index, longest, maxTokens))))}
  ${renderPart(["Labels", "ラベル"], renderCharts(...data.map(renderLabels)))}
  ${renderPart(["Shortest and longest", "最短と最長のテキスト"], ...data.map(renderExtremes))}`;
  return { id: "data", title: ["Data", "データ"], body };
}

function renderFigures(data: readonly SplitData[], maxTokens: number): Html {
  return renderTable({
    id: "data-figures",
    caption: [
      `Texts and their tokens; cut at ${maxTokens}`,
      `件数とトークン数（${maxTokens}で切り捨て）`,
    ],
    columns: [
      { name: ["Split", "分割"] },
      { name: ["Texts", "件数"], kind: "number" },
      { name: ["Median tokens", "トークン数の中央値"], kind: "number" },
      { name: ["95 % have at most", "95 %点"], kind: "number" },
      { name: ["Cut off", "切り捨て"], kind: "number" },
      { name: ["Share cut", "切り捨て率"], kind: "number" },
    ],
    rows: data.map((one) => ({
      head: say(nameSplit(one.split)),
      cells: [
        count(one.count),
        count(one.medianLength),
        count(one.p95Length),
        count(one.truncated),
        percent(one.truncated / one.count),
      ],
    })),
  });
}

function renderLengths(data: SplitData, index: number, longest: number, maxTokens: number): Html {
  const median = {
    x: data.medianLength,
    name: [`median ${data.medianLength}`, `中央値 ${data.medianLength}`] as const,
  };
  const limit = { x: maxTokens, name: [`cut at ${maxTokens}`, `上限 ${maxTokens}`] as const };
  return renderHistogram({
    id: `data-lengths-${index}`,
    title: nameSplit(data.split),
    description: [
      `Histogram of tokens a text: median ${data.medianLength}, 95 % have at most ${data.p95Length}.`,
      `トークン数の分布：中央値${data.medianLength}、95 %は${data.p95Length}以下。`,
    ],
    bins: data.lengths.bins,
    x: { name: ["Tokens", "トークン数"], domain: [0, longest] },
    y: { name: ["Texts", "件数"] },
    marks: maxTokens <= longest ? [median, limit] : [median],
  });
}

function renderLabels(data: SplitData, index: number): Html {
  const list = data.labels
    .map((one) => `${one.label} ${percent(one.count / data.count)}`)
    .join(", ");
  return renderBarChart({
    id: `data-labels-${index}`,
    title: nameSplit(data.split),
    description: [`Texts of each label: ${list}.`, `ラベルごとの割合：${list}。`],
    bars: data.labels.map(({ label, count: texts }) => ({
      name: label,
      value: texts,
      text: `${count(texts)} · ${percent(texts / data.count)}`,
    })),
  });
}

function renderExtremes(data: SplitData, index: number): Html {
  const [en, ja] = nameSplit(data.split);
  const rows = [
    ...data.shortest.map((example) => makeRow(["shortest", "最短"], example)),
    ...data.longest.map((example) => makeRow(["longest", "最長"], example)),
  ];
  return renderTable({
    id: `data-extremes-${index}`,
    caption: [html`${en}: shortest and longest texts`, html`${ja}：最短と最長のテキスト`],
    columns: [
      { name: ["Which", "種別"] },
      { name: ["Tokens", "トークン数"], kind: "number" },
      { name: ["Label", "ラベル"] },
      { name: ["Text", "テキスト"] },
      { name: ["From", "出典"] },
    ],
    rows,
  });
}

function makeRow(name: Phrase, { tokens, label, text, source }: LengthExample) {
  return {
    head: say(name),
    cells: [
      count(tokens),
      html`<bdi>${label}</bdi>`,
      html`<div class="clamped text" tabindex="0">${showText(text)}</div>`,
      html`<span class="source">${source}</span>`,
    ],
  };
}
