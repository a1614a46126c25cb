import { html } from "hono/html";

import type { ComparedModel, CompareReport } from "../compare-report.ts";
import { renderDocument } from "./document.ts";
import { count } from "./format.ts";
import { renderFooter } from "./render-report-page.ts";
import { type Html, say } from "./say.ts";
import { renderPart, type Section } from "./section.ts";
import { renderBothVersions } from "./section/both-versions.ts";
import { renderCalibration } from "./section/calibration.ts";
import { renderChanges } from "./section/changes.ts";
import { renderClasses } from "./section/classes.ts";
import { renderTestOfDifference } from "./section/comparison.ts";
import { renderConfusion } from "./section/confusion.ts";
import { renderDiscrimination } from "./section/discrimination.ts";
import { renderFact } from "./section/masthead.ts";
import { renderSlices } from "./section/slices.ts";
import { nameSplit } from "./split-name.ts";

/** Two versions on the same texts as one HTML page in English and Japanese, which needs no network. */
export function renderComparePage(report: CompareReport): Promise<string> {
  const { a, b } = report;
  const versions = `${a.model.version} → ${b.model.version}`;
  return renderDocument({
    title: [`${versions}: comparison`, `${versions} 比較レポート`],
    masthead: renderMasthead(report),
    sections: [
      describeDifference(report),
      describeModel(a, "a"),
      describeModel(b, "b"),
      describeChanges(report),
    ],
    footer: renderFooter(report.generatedAt),
  });
}

function renderMasthead({ a, b }: CompareReport): Html {
  const split = nameSplit(b.split.split);
  return html`<p class="eyebrow">
      ${say(["Comparison of two versions", "バージョン比較レポート"])}
    </p>
    <h1><bdi>${a.model.version}</bdi> → <bdi>${b.model.version}</bdi></h1>
    <dl class="facts">
      ${renderFact(["Models", "モデル"], html`<bdi>${[...new Set([a.model.name, b.model.name])].join(" · ")}</bdi>`)}
      ${renderFact(["Data", "データ"], say(split))}
      ${renderFact(["Texts", "テキスト数"], count(b.split.metrics.count))}
    </dl>`;
}

function describeDifference(report: CompareReport): Section {
  const body = html`${renderTestOfDifference(report.comparison)}${renderBothVersions(report)}`;
  return { id: "difference", title: ["Difference", "差"], body };
}

function describeModel({ model, split }: ComparedModel, prefix: string): Section {
  const body = html`${renderPart(["Classes", "クラス"], renderConfusion(prefix, model.labels, split.metrics.confusionMatrix), renderClasses(prefix, split.classes))}
  ${renderPart(["Separation of the classes", "クラスの分離"], renderDiscrimination(prefix, split.classes))}
  ${renderPart(["Calibration", "較正"], renderCalibration(prefix, split.calibration, model.calibration.temperature))}
  ${renderPart(["Slices", "スライス"], renderSlices(prefix, split))}`;
  return { id: `version-${prefix}`, title: html`<bdi>${model.version}</bdi>`, body };
}

function describeChanges({ comparison }: CompareReport): Section {
  return {
    id: "changes",
    title: ["Answers that changed", "判定が変わったテキスト"],
    body: renderChanges("changed", comparison.changed),
  };
}
