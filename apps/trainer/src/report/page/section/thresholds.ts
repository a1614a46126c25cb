import type { AbstainBand } from "@kanjo/shared/manifest/calibration";
import { html } from "hono/html";

import type { ReportedModel, SplitReport } from "../../report.ts";
import { fraction, percent } from "../format.ts";
import { type Content, type Html, type Phrase, say } from "../say.ts";
import { renderNote } from "../section.ts";
import { renderTable } from "../table.ts";

type Calibration = ReportedModel["calibration"];

/** From which score on to act, and where to leave it to people. */
export function renderThresholds(prefix: string, model: ReportedModel, split: SplitReport): Html {
  const { abstain } = model.calibration;
  const band = abstain === null ? NO_BAND : tellBand(abstain, split);
  return html`${renderNote(band)}${renderAlarms(prefix, model)}`;
}

const NO_BAND: Phrase = [
  "Every text is answered: the recipe asks for no abstain band.",
  "すべてのテキストに回答します（保留帯は設定されていません）。",
];

function tellBand({ below }: AbstainBand, { answered }: Pick<SplitReport, "answered">): Phrase {
  const [score, share] = [fraction(below), percent(answered?.coverage ?? 0)];
  const right = percent(answered?.accuracy ?? 0);
  return [
    `Abstain band, from the validation texts: no verdict below a score of ${score}. Here that leaves ${share} answered, of which ${right} are right.`,
    `保留帯（検証データで決定）：スコアが${score}未満なら判定を保留します。ここでは${share}に回答し、そのうち${right}が正解です。`,
  ];
}

function renderAlarms(prefix: string, { labels, calibration }: ReportedModel): Html {
  const rates = [...new Set(calibration.thresholds.map((one) => one.falseAlarmRate))].sort(
    (a, b) => a - b,
  );
  return renderTable({
    id: `${prefix}-thresholds`,
    caption: [
      "Lowest score of a label that raises so few false alarms on the validation texts",
      "検証データで誤報率がこの割合に収まる最小のスコア",
    ],
    columns: [
      { name: ["Label", "ラベル"] },
      ...rates.map((rate) => {
        const share = `${rate * 100}\u00A0%`;
        return { name: [`${share} false alarms`, `誤報率 ${share}`], kind: "number" } as const;
      }),
    ],
    rows: labels.map((label) => ({
      head: html`<bdi>${label}</bdi>`,
      cells: rates.map((rate) => findScore(calibration, label, rate)),
    })),
  });
}

function findScore({ thresholds }: Calibration, label: string, rate: number): Content {
  const found = thresholds.find((one) => one.label === label && one.falseAlarmRate === rate);
  if (found === undefined) return "–";
  return found.score === null ? say(["no score does", "該当なし"]) : fraction(found.score);
}
