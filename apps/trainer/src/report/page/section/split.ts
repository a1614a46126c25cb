import { html } from "hono/html";

import type { ReportedModel, SplitReport } from "../../report.ts";
import type { Html } from "../say.ts";
import { renderCharts, renderPart, type Section } from "../section.ts";
import { nameSplit } from "../split-name.ts";
import { renderCalibration } from "./calibration.ts";
import { renderClasses } from "./classes.ts";
import { renderConfusion } from "./confusion.ts";
import { renderCoverage } from "./coverage.ts";
import { renderDiscrimination } from "./discrimination.ts";
import { renderSlices } from "./slices.ts";
import { renderSplitFigures } from "./split-figures.ts";
import { renderThresholds } from "./thresholds.ts";

interface SplitOptions {
  /** Begins the ids of what is in it. */
  readonly prefix: string;
  /** Accuracy; null where none was measured on this split. */
  readonly baseline: number | null;
  /** Whether the summary shows the split's first figures already. */
  readonly isSummarized: boolean;
}

/** Everything that one split's texts say of the model but its errors. */
export function describeSplitSection(
  split: SplitReport,
  model: ReportedModel,
  options: SplitOptions,
): Section {
  const [en, ja] = nameSplit(split.split);
  return {
    id: options.prefix,
    title: [html`${en} texts`, html`${ja}データでの評価`],
    body: renderSplitBody(split, model, options),
  };
}

function renderSplitBody(split: SplitReport, model: ReportedModel, options: SplitOptions): Html {
  const { prefix, baseline, isSummarized } = options;
  const { classes, metrics, calibration } = split;
  return html`${!isSummarized && renderSplitFigures(split, baseline)}
  ${renderPart(["Classes", "クラス"], renderConfusion(prefix, model.labels, metrics.confusionMatrix), renderClasses(prefix, classes))}
  ${renderPart(["Separation of the classes", "クラスの分離"], renderDiscrimination(prefix, classes))}
  ${renderPart(["Calibration", "較正"], renderCalibration(prefix, calibration, model.calibration.temperature))}
  ${renderPart(
    ["Coverage and thresholds", "回答率としきい値"],
    html`<div class="beside">
      ${renderCharts(renderCoverage(prefix, split))}
      <div>${renderThresholds(prefix, model, split)}</div>
    </div>`,
  )}
  ${renderPart(["Slices", "スライス"], renderSlices(prefix, split))}`;
}
