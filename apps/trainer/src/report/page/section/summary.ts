import { html } from "hono/html";

import type { Report, SplitReport } from "../../report.ts";
import { count, percent } from "../format.ts";
import { type Html, type Phrase, say } from "../say.ts";
import type { Section } from "../section.ts";
import { nameSplit } from "../split-name.ts";
import { findFindings } from "./findings.ts";
import { renderSplitFigures } from "./split-figures.ts";

/** The page's first section, for those who read no other. */
export function summarize(report: Report): Section | null {
  const last = report.splits.at(-1);
  if (last === undefined) return null;
  const findings = findFindings(report);
  const body = html`<p class="lead">${say(tellAccuracy(last))}</p>
    ${renderSplitFigures(last, findBaseline(report, last.split))}
    ${findings.length > 0 && renderFindings(findings)}`;
  return { id: "summary", title: ["At a glance", "概要"], body };
}

/** The baseline was measured on the test split. */
export function findBaseline({ training }: Report, split: string): number | null {
  return split === "test" ? (training?.baselineAccuracy ?? null) : null;
}

function tellAccuracy({ split, metrics }: SplitReport): Phrase {
  const right = count(Math.round(metrics.accuracy * metrics.count));
  const [en, ja] = nameSplit(split);
  const [share, total] = [percent(metrics.accuracy), count(metrics.count)];
  const english = typeof en === "string" ? en.toLowerCase() : en;
  return [
    html`The model labels ${right} of ${total} ${english} texts correctly, which is ${share}.`,
    html`${ja}データ${total}件のうち${right}件（${share}）を正しく判定しました。`,
  ];
}

function renderFindings(findings: readonly Phrase[]): Html {
  return html`<ul class="findings">
    ${findings.map((finding) => html`<li>${say(finding)}</li>`)}
  </ul>`;
}
