import { html } from "hono/html";

import type { ErrorExample, ReportedModel, SliceName, SplitReport } from "../../report.ts";
import { SLICES } from "../../report.ts";
import { count } from "../format.ts";
import { renderNote, type Section } from "../section.ts";
import { SLICE_NAMES } from "../slice-name.ts";
import { nameSplit } from "../split-name.ts";
import { renderErrorExample } from "./error-example.ts";
import { type Facet, renderFilterForm } from "./filter-form.ts";
import { renderInfluenceLegend } from "./influences.ts";
import { renderPrintNote } from "./print-note.ts";

/** The wrong answers of a split, the surest first. */
export function describeErrorSection(
  split: SplitReport,
  { labels }: ReportedModel,
  prefix: string,
): Section {
  const { total, shown } = split.errors;
  const [en, ja] = nameSplit(split.split);
  const list = `${prefix}-list`;
  const body = html`${renderNote(tellTotals(total, shown.length))}
    ${shown.some((error) => error.influences !== null) && renderInfluenceLegend()}
    ${renderFilterForm(list, listFacets(shown, labels), ["Search in the texts", "テキストを検索"])}
    <ol class="examples" id="${list}">
      ${shown.map((error) => renderErrorExample(error, labels))}
    </ol>
    ${renderPrintNote(shown.length)}`;
  return { id: prefix, title: [html`Errors: ${en}`, html`誤りの一覧：${ja}`], body };
}

function tellTotals(total: number, shown: number): readonly [string, string] {
  if (total === 0) return ["No errors.", "誤りはありません。"];
  const [all, some] = [count(total), count(shown)];
  if (shown === total) {
    return [
      `All ${all} wrong answers, the surest first.`,
      `誤り${all}件すべて（確信度の高い順）。`,
    ];
  }
  return [
    `${some} of ${all} wrong answers, the surest first.`,
    `誤り${all}件のうち${some}件（確信度の高い順）。`,
  ];
}

function listFacets(shown: readonly ErrorExample[], labels: readonly string[]): Facet[] {
  const options = labels.map((label, index) => ({
    value: String(index),
    name: [label, label] as const,
  }));
  const facets: Facet[] = [
    { name: "predicted", label: ["Predicted", "予測"], options },
    { name: "gold", label: ["Gold", "正解"], options },
  ];
  const found = new Set(shown.flatMap((error) => error.slices ?? []));
  if (found.size > 0) facets.push(makeSliceFacet(SLICES.filter((slice) => found.has(slice))));
  if (shown.some((error) => error.isLikelyLabelNoise)) facets.push(NOISE);
  return facets;
}

const NOISE: Facet = {
  name: "noise",
  label: ["Label noise", "ラベル誤り"],
  options: [{ value: "1", name: ["likely", "疑いあり"] }],
};

function makeSliceFacet(slices: readonly SliceName[]): Facet {
  const options = slices.map((slice) => ({ value: slice, name: SLICE_NAMES[slice] }));
  return { name: "slice", label: ["Slice", "スライス"], options };
}
