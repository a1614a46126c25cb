import type { SplitReport } from "../../report.ts";
import { count, fraction, percent, percentRange } from "../format.ts";
import type { Html } from "../say.ts";
import { type KeyFigure, renderKeyFigures } from "./headline.ts";

/** What a split's texts say of the model, the most important first. */
export function renderSplitFigures(
  split: Omit<SplitReport, "errors">,
  baseline: number | null,
): Html {
  const { metrics, accuracyInterval } = split;
  const range = percentRange(accuracyInterval);
  const figures: KeyFigure[] = [
    {
      name: ["Accuracy", "正解率"],
      value: percent(metrics.accuracy),
      note: [`95 % interval ${range}`, `95 %信頼区間 ${range}`],
    },
    {
      name: ["Macro-F1", "マクロF1"],
      value: fraction(metrics.macroF1),
      note: ["mean of the classes’ F1", "各クラスのF1の平均"],
    },
    {
      name: ["Matthews (MCC)", "マシューズ相関（MCC）"],
      value: fraction(metrics.matthews),
      note: ["1 is perfect, 0 is chance", "1で完全、0で偶然と同じ"],
    },
    {
      name: ["Calibration error", "較正誤差（ECE）"],
      value: percent(metrics.expectedCalibrationError),
      note: ["how far scores are off, on average", "スコアのずれの平均"],
    },
    { name: ["Texts", "テキスト数"], value: count(metrics.count) },
  ];
  if (baseline !== null) figures.splice(1, 0, describeBaseline(baseline));
  return renderKeyFigures(figures);
}

function describeBaseline(baseline: number): KeyFigure {
  return {
    name: ["Baseline", "ベースライン"],
    value: percent(baseline),
    note: [
      "accuracy of character n-grams with logistic regression",
      "文字n-gramとロジスティック回帰の正解率",
    ],
  };
}
