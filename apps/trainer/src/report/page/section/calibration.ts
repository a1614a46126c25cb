import type { CalibrationReport, SplitReport } from "../../report.ts";
import { renderReliabilityChart } from "../chart/reliability-chart.ts";
import { fraction, percent } from "../format.ts";
import { type Html, type Phrase, say } from "../say.ts";
import { renderCharts, renderNote } from "../section.ts";
import { renderTable, type Row } from "../table.ts";
import { html } from "hono/html";

/** Whether a score means what it says, before and after the temperature. */
export function renderCalibration(
  prefix: string,
  { before, after }: SplitReport["calibration"],
  temperature: number,
): Html {
  return html`${renderNote([
    `A score of 90 % should be right nine times in ten: on the diagonal. The temperature (${temperature.toFixed(2)}), which lies in the model’s last layer, makes the negative log-likelihood of the validation texts the least; the calibration error follows as a rule, not always.`,
    `スコア90 %なら十回に九回正しいはずで、対角線上の点がその状態です。温度（${temperature.toFixed(2)}）は検証データの負の対数尤度を最小にする値で、モデルの最終層に組み込まれています。較正誤差も小さくなるのが普通ですが、必ずではありません。`,
  ])}${renderCharts(
    renderChart(`${prefix}-before`, ["Before calibration", "較正前"], before),
    renderChart(`${prefix}-after`, ["After calibration", "較正後"], after),
  )}${renderErrors(prefix, before, after)}`;
}

function renderChart(id: string, title: Phrase, report: CalibrationReport): Html {
  const error = percent(report.expectedCalibrationError);
  return renderReliabilityChart({
    id,
    title,
    description: [
      `Reliability diagram of ${report.bins.length} bins; expected calibration error ${error}.`,
      `${report.bins.length}区間の信頼度図。期待較正誤差は${error}。`,
    ],
    bins: report.bins,
  });
}

function renderErrors(prefix: string, before: CalibrationReport, after: CalibrationReport): Html {
  const makeRow = (
    name: Phrase,
    { expectedCalibrationError, brier, negativeLogLikelihood }: CalibrationReport,
  ): Row => ({
    head: say(name),
    cells: [percent(expectedCalibrationError), fraction(brier), fraction(negativeLogLikelihood)],
  });
  return renderTable({
    id: `${prefix}-calibration`,
    caption: ["Errors of the scores; less is better", "スコアの誤差（小さいほど良い）"],
    columns: [
      { name: ["Scores", "スコア"] },
      { name: ["Expected calibration error", "期待較正誤差（ECE）"], kind: "number" },
      { name: ["Brier score", "ブライアスコア"], kind: "number" },
      { name: ["Negative log-likelihood", "負の対数尤度（NLL）"], kind: "number" },
    ],
    rows: [
      makeRow(["Before calibration", "較正前"], before),
      makeRow(["After calibration", "較正後"], after),
    ],
  });
}
