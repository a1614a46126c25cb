import { html } from "hono/html";

import type { ClassReport, Point } from "../../report.ts";
import type { Axis } from "../chart/plot.ts";
import { renderLineChart, type Series } from "../chart/line-chart.ts";
import { fraction } from "../format.ts";
import type { Html, Phrase } from "../say.ts";
import { renderCharts } from "../section.ts";

const DIAGONAL: readonly Point[] = [
  [0, 0],
  [1, 1],
];

/** How well the scores part each class from the others, over all thresholds. */
export function renderDiscrimination(prefix: string, classes: readonly ClassReport[]): Html {
  return renderCharts(renderRoc(prefix, classes), renderPrecisionRecall(prefix, classes));
}

function renderRoc(prefix: string, classes: readonly ClassReport[]): Html {
  return renderLineChart({
    id: `${prefix}-roc`,
    title: ["ROC curve", "ROC曲線"],
    description: describe(classes, "rocAuc", ["Area under the curve", "曲線下面積"]),
    x: share(["False-positive rate", "偽陽性率"]),
    y: share(["True-positive rate", "真陽性率"]),
    series: classes.map((one, index) => makeSeries(one, index, one.roc)),
    reference: DIAGONAL,
  });
}

function renderPrecisionRecall(prefix: string, classes: readonly ClassReport[]): Html {
  return renderLineChart({
    id: `${prefix}-precision-recall`,
    title: ["Precision and recall", "適合率と再現率"],
    description: describe(classes, "averagePrecision", ["Average precision", "平均適合率"]),
    x: share(["Recall", "再現率"]),
    y: share(["Precision", "適合率"]),
    series: classes.map((one, index) => makeSeries(one, index, one.precisionRecall)),
  });
}

function makeSeries({ label }: ClassReport, style: number, points: readonly Point[]): Series {
  return { name: html`<bdi>${label}</bdi>`, points, style };
}

function share(name: Phrase): Axis {
  return { name, domain: [0, 1], format: (value) => value.toFixed(1) };
}

function describe(
  classes: readonly ClassReport[],
  figure: "rocAuc" | "averagePrecision",
  [en, ja]: Phrase,
): Phrase {
  const values = classes.map((one) => {
    const value = one[figure];
    return `${one.label} ${value === null ? "–" : fraction(value)}`;
  });
  const list = values.join(", ");
  return [html`${en}: ${list}.`, html`${ja}：${list}。`];
}
