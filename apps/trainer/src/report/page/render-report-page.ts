import { html } from "hono/html";

import type { Report } from "../report.ts";
import { renderDocument } from "./document.ts";
import { moment } from "./format.ts";
import { type Html, say } from "./say.ts";
import type { Section } from "./section.ts";
import { describeComparison } from "./section/comparison.ts";
import { describeDataSection } from "./section/data.ts";
import { describeErrorSection } from "./section/errors.ts";
import { renderMasthead } from "./section/masthead.ts";
import { describePerformance } from "./section/performance.ts";
import { describeProvenance } from "./section/provenance.ts";
import { describeShortcuts } from "./section/shortcuts.ts";
import { describeSplitSection } from "./section/split.ts";
import { findBaseline, summarize } from "./section/summary.ts";
import { describeTraining } from "./section/training.ts";

/** The report as one HTML page in English and Japanese, which needs no network. */
export function renderReportPage(report: Report): Promise<string> {
  const { name, version } = report.model;
  return renderDocument({
    title: [`${name} ${version}: evaluation`, `${name} ${version} 評価レポート`],
    masthead: renderMasthead(report.model),
    sections: listSections(report),
    footer: renderFooter(report.generatedAt),
  });
}

/** Says when the page was made and where its figures come from. */
export function renderFooter(generatedAt: string): Html {
  const time = moment(generatedAt);
  return html`<p>
    ${say([
      `Generated ${time}. Every figure comes from the bytes that are published, run in onnxruntime-web.`,
      `${time}に生成。数値はすべて、公開されるファイルそのものをonnxruntime-webで動かして得たものです。`,
    ])}
  </p>`;
}

/** The most telling split first, the long lists of examples towards the end, what is only looked up last. */
function listSections(report: Report): readonly Section[] {
  const sections = [
    summarize(report),
    ...report.splits.map((_, index) => describeSplitAt(report, index)).toReversed(),
    describeShortcuts(report.shortcuts),
    report.training && describeTraining(report.training),
    report.data.length > 0 ? describeDataSection(report.data, report.model.maxTokens) : null,
    describePerformance(
      report.model,
      report.performance,
      report.splits.at(-1)?.metrics.accuracy ?? null,
    ),
    compareVersions(report),
    ...report.splits.map((_, index) => describeErrorsAt(report, index)).toReversed(),
    describeProvenance(report.model, report.splits),
  ];
  return sections.filter((section) => section !== null);
}

function describeSplitAt(report: Report, index: number): Section | null {
  const split = report.splits[index];
  if (split === undefined) return null;
  const baseline = findBaseline(report, split.split);
  return describeSplitSection(split, report.model, {
    prefix: `split-${index}`,
    baseline,
    isSummarized: index === report.splits.length - 1,
  });
}

function describeErrorsAt({ splits, model }: Report, index: number): Section | null {
  const split = splits[index];
  return split === undefined ? null : describeErrorSection(split, model, `errors-${index}`);
}

function compareVersions({ comparison, splits }: Report): Section | null {
  const metrics = splits.find(({ split }) => split === comparison?.split)?.metrics;
  if (comparison === null || metrics === undefined) return null;
  return describeComparison(comparison, metrics.accuracy, metrics.macroF1);
}
