import type { AnsweredReport, SplitReport } from "../../report.ts";
import { renderLineChart } from "../chart/line-chart.ts";
import { fraction, percent } from "../format.ts";
import type { Html } from "../say.ts";

/** What is gained by answering only where the model is sure. */
export function renderCoverage(
  prefix: string,
  split: Pick<SplitReport, "riskCoverage" | "areaUnderRiskCoverage" | "answered">,
): Html {
  const { riskCoverage, areaUnderRiskCoverage, answered } = split;
  const highest = Math.max(0.02, ...riskCoverage.map(([, risk]) => risk));
  const area = fraction(areaUnderRiskCoverage);
  const share = (value: number): string => `${Math.round(value * 100)}`;
  return renderLineChart({
    id: `${prefix}-coverage`,
    title: ["Errors by coverage", "回答率と誤り率"],
    description: [
      `Share of wrong answers among the surest; area under the curve ${area}.`,
      `確信度の高い順に回答した場合の誤り率。曲線下面積は${area}。`,
    ],
    x: {
      name: ["Texts answered, the surest first (%)", "確信度の高い順に回答した割合（%）"],
      domain: [0, 1],
      format: share,
    },
    y: {
      name: ["Wrong answers (%)", "誤り率（%）"],
      domain: [0, highest * 1.1],
      format: highest < 0.05 ? (value) => (value * 100).toFixed(1) : share,
    },
    series: [{ name: ["Errors", "誤り率"], points: riskCoverage, style: 0 }],
    ...(answered === null ? {} : { mark: markBand(answered) }),
  });
}

function markBand({ coverage }: AnsweredReport) {
  const share = percent(coverage);
  const name = [`abstains beyond ${share}`, `${share}から先は保留`] as const;
  return { x: coverage, name, nameAt: "top" as const };
}
