import { html } from "hono/html";

import type { ClassReport } from "../../report.ts";
import { LINE_STYLES, sampleLine } from "../chart/legend.ts";
import { count, fraction, percent } from "../format.ts";
import type { Content, Html } from "../say.ts";
import { renderTable } from "../table.ts";

/** Each class against all others. */
export function renderClasses(prefix: string, classes: readonly ClassReport[]): Html {
  return renderTable({
    id: `${prefix}-classes`,
    caption: ["Figures per class", "クラス別の指標"],
    columns: [
      { name: ["Class", "クラス"] },
      { name: ["Texts", "件数"], kind: "number" },
      { name: ["Predicted", "予測数"], kind: "number" },
      { name: ["Precision", "適合率"], kind: "number" },
      { name: ["Recall", "再現率"], kind: "number" },
      { name: "F1", kind: "number" },
      { name: "ROC AUC", kind: "number" },
      { name: ["Average precision", "平均適合率"], kind: "number" },
    ],
    rows: classes.map((one, index) => ({ head: nameClass(one, index), cells: listFigures(one) })),
  });
}

function nameClass({ label }: ClassReport, index: number): Html {
  return html`<svg class="swatch" viewBox="0 0 28 12" aria-hidden="true">
      ${sampleLine(index % LINE_STYLES)}</svg
    ><bdi>${label}</bdi>`;
}

function listFigures(one: ClassReport): Content[] {
  return [
    count(one.support),
    count(one.predicted),
    percent(one.precision),
    percent(one.recall),
    fraction(one.f1),
    orDash(one.rocAuc),
    orDash(one.averagePrecision),
  ];
}

function orDash(value: number | null): string {
  return value === null ? "–" : fraction(value);
}
