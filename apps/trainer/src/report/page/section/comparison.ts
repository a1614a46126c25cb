import { html } from "hono/html";

import type { ComparisonReport } from "../../report.ts";
import { count, fraction, percent, points, probability, signed } from "../format.ts";
import { type Html, say } from "../say.ts";
import { renderNote, renderPart, type Section } from "../section.ts";
import { renderTable } from "../table.ts";
import { renderChanges } from "./changes.ts";
import { renderKeyFigures } from "./headline.ts";

/** Against another version, on the same texts. */
export function describeComparison(
  comparison: ComparisonReport,
  accuracy: number,
  macroF1: number,
): Section {
  const { other, changed } = comparison;
  const body = html`${renderTestOfDifference(comparison)}
  ${renderFigures(comparison, accuracy, macroF1)}
  ${renderPart(["Answers that changed", "判定が変わったテキスト"], renderChanges("changed", changed))}`;
  return {
    id: "comparison",
    title: [
      html`Compared with <bdi>${other.version}</bdi>`,
      html`<bdi>${other.version}</bdi>との比較`,
    ],
    body,
  };
}

/** McNemar's test, and what it rests on. */
export function renderTestOfDifference({
  summary,
  onlyThisRight,
  onlyOtherRight,
  changed,
}: ComparisonReport): Html {
  const isClear = summary.mcnemarP < 0.05;
  return html`${renderKeyFigures([
    {
      name: ["Same label", "ラベルの一致率"],
      value: percent(summary.agreement),
      note: [`${count(changed.length)} changed`, `${count(changed.length)}件が変化`],
    },
    { name: ["Newly right", "新たに正解"], value: count(onlyThisRight) },
    { name: ["Newly wrong", "新たに誤り"], value: count(onlyOtherRight) },
    {
      name: ["McNemar’s test", "マクネマー検定"],
      value: probability(summary.mcnemarP),
      note: ["exact, two-sided", "正確、両側"],
    },
  ])}${renderNote(
    isClear
      ? [
          "The difference in accuracy is larger than chance would explain (p < 0.05).",
          "正解率の差は偶然では説明できません（p < 0.05）。",
        ]
      : [
          "The difference in accuracy may be chance (p ≥ 0.05).",
          "正解率の差は偶然でも説明できます（p ≥ 0.05）。",
        ],
  )}`;
}

function renderFigures(
  { other, summary }: ComparisonReport,
  accuracy: number,
  macroF1: number,
): Html {
  return renderTable({
    id: "comparison-figures",
    caption: ["Both versions", "両バージョンの指標"],
    columns: [
      { name: ["Figure", "指標"] },
      { name: html`<bdi>${other.version}</bdi>`, kind: "number" },
      { name: ["This version", "このバージョン"], kind: "number" },
      { name: ["Change", "差"], kind: "number" },
    ],
    rows: [
      {
        head: say(["Accuracy", "正解率"]),
        cells: [percent(summary.accuracy), percent(accuracy), points(accuracy - summary.accuracy)],
      },
      {
        head: say(["Macro-F1", "マクロF1"]),
        cells: [fraction(summary.macroF1), fraction(macroF1), signed(macroF1 - summary.macroF1, 3)],
      },
    ],
  });
}
