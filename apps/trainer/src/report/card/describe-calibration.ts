import { formatPercent } from "../../terminal/reporter.ts";
import type { CardDraft } from "./card-draft.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { formatMarkdownTable } from "./markdown-table.ts";

/** How to act on the scores. */
export function describeCalibration({ calibration, labels }: CardDraft): string {
  const { temperature, thresholds, abstain } = calibration;
  const rates = [...new Set(thresholds.map(({ falseAlarmRate }) => falseAlarmRate))].sort(
    (a, b) => a - b,
  );
  const findScore = (label: string, rate: number): string => {
    const found = thresholds.find((one) => one.label === label && one.falseAlarmRate === rate);
    return found?.score?.toFixed(3) ?? "–";
  };
  const rows = labels.map((label) => [
    escapeMarkdown(label),
    ...rates.map((rate) => findScore(label, rate)),
  ]);
  const table = formatMarkdownTable(
    ["label", ...rates.map((rate) => `${formatPercent(rate)} false alarms`)],
    rows,
  );
  return `## Calibration and thresholds

The temperature, ${temperature.toFixed(3)}, was fitted on the validation split. From these scores on a label raises so few false alarms there (a dash: no score does):

${table}

${describeBand(abstain)}
`;
}

function describeBand(abstain: CardDraft["calibration"]["abstain"]): string {
  if (abstain === null) return "Every text is answered: there is no abstain band.";
  return `Below a score of ${abstain.below.toFixed(3)} no verdict should be given: that leaves ${formatPercent(abstain.coverage)} of the validation texts, of which ${formatPercent(abstain.accuracy)} are right.`;
}
