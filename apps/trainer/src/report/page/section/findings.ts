import { html } from "hono/html";

import type { Report, SplitReport } from "../../report.ts";
import { SLICE_NAMES } from "../slice-name.ts";
import { count, fraction, percent, probability } from "../format.ts";
import type { Phrase } from "../say.ts";
import { nameSplit } from "../split-name.ts";

/** What a reader should take away, in whole sentences; only what the figures carry. */
export function findFindings(report: Report): readonly Phrase[] {
  const last = report.splits.at(-1);
  if (last === undefined) return [];
  return [
    ...tellBaseline(last, report),
    ...tellComparison(report),
    ...tellCalibration(last),
    ...tellSlices(last),
    ...tellShortcuts(report),
    ...tellLabelNoise(last),
    ...tellTruncation(report),
  ];
}

function tellBaseline(
  { split, metrics, accuracyInterval }: SplitReport,
  { training }: Report,
): Phrase[] {
  const baseline = training?.baselineAccuracy ?? null;
  if (split !== "test" || baseline === null) return [];
  const distance = (Math.abs(metrics.accuracy - baseline) * 100).toFixed(1);
  const [low, high] = accuracyInterval;
  if (baseline >= low && baseline <= high) {
    return [
      [
        `The baseline’s accuracy (${percent(baseline)}) lies inside the model’s 95 % interval: the difference of ${distance} points may be chance.`,
        `ベースラインの正解率（${percent(baseline)}）はモデルの95 %信頼区間に入っており、${distance}ポイントの差は偶然かもしれません。`,
      ],
    ];
  }
  const isAbove = metrics.accuracy > baseline;
  return [
    [
      `The model is ${distance} points ${isAbove ? "above" : "below"} the baseline (${percent(baseline)}), which lies outside its 95 % interval.`,
      `ベースライン（${percent(baseline)}）を${distance}ポイント${isAbove ? "上回り" : "下回り"}、その値はモデルの95 %信頼区間の外にあります。`,
    ],
  ];
}

function tellComparison({ comparison }: Report): Phrase[] {
  if (comparison === null) return [];
  const { summary, other, onlyThisRight, onlyOtherRight } = comparison;
  const isClear = summary.mcnemarP < 0.05;
  return [
    [
      `Against ${other.version}: ${count(onlyThisRight)} newly right, ${count(onlyOtherRight)} newly wrong (${probability(summary.mcnemarP)}), ${isClear ? "more" : "no more"} than chance explains.`,
      `${other.version}と比べて、${count(onlyThisRight)}件が新たに正解となり、${count(onlyOtherRight)}件が誤りに変わりました（${probability(summary.mcnemarP)}）。この差は偶然で${isClear ? "は説明できません" : "も説明できます"}。`,
    ],
  ];
}

function tellCalibration({ metrics, calibration }: SplitReport): Phrase[] {
  const after = metrics.expectedCalibrationError;
  const before = calibration.before.expectedCalibrationError;
  const loss = fraction(metrics.loss);
  const lossBefore = fraction(calibration.before.negativeLogLikelihood);
  return [
    [
      `Its scores are off by ${percent(after)} on average (${percent(before)} before calibration, which takes the negative log-likelihood from ${lossBefore} to ${loss}).`,
      `スコアのずれは平均${percent(after)}です（較正前は${percent(before)}、較正により負の対数尤度は${lossBefore}から${loss}に）。`,
    ],
  ];
}

function tellSlices({ slices }: SplitReport): Phrase[] {
  const weak = slices.filter(
    (slice) =>
      slice.accuracyOfOthers !== null && slice.accuracyInterval[1] < slice.accuracyOfOthers,
  );
  return weak.map((slice) => {
    const [en, ja] = SLICE_NAMES[slice.name];
    const [accuracy, others] = [percent(slice.accuracy), percent(slice.accuracyOfOthers ?? 0)];
    return [
      `Weaker on “${en}”: ${accuracy} of ${count(slice.count)} texts, against ${others} of the rest.`,
      `「${ja}」に弱い：${count(slice.count)}件で${accuracy}、その他は${others}。`,
    ];
  });
}

function tellShortcuts({ shortcuts }: Report): Phrase[] {
  const strongest = shortcuts.toSorted((a, b) => b.flipRate - a.flipRate)[0];
  if (strongest === undefined) return [];
  const { phrase, flipRate, change } = strongest;
  const [number, rate] = [count(shortcuts.length), percent(flipRate)];
  const phrases = shortcuts.length === 1 ? "One phrase flips" : `${number} phrases flip`;
  const [en, ja] = change === "removal" ? ["taken out of", "から除く"] : ["put into", "に加える"];
  return [
    [
      `${phrases} more answers than an ordinary one does: “${phrase}” ${en} texts flips ${rate} of them.`,
      `通常より多くの判定を反転させる表現が${number}件あります。「${phrase}」をテキスト${ja}と、${rate}の判定が反転します。`,
    ],
  ];
}

function tellLabelNoise({ errors }: SplitReport): Phrase[] {
  const noisy = errors.shown.filter((error) => error.isLikelyLabelNoise).length;
  if (noisy === 0) return [];
  return [
    [
      `Of the ${count(errors.shown.length)} errors shown, ${count(noisy)} may be wrong labels: the near texts of the training data speak for the model.`,
      `表示した誤り${count(errors.shown.length)}件のうち${count(noisy)}件は、正解ラベルの誤りかもしれません（訓練データの近いテキストがモデルの判定と一致）。`,
    ],
  ];
}

function tellTruncation({ data, model }: Report): Phrase[] {
  const cut = data.filter(({ truncated, count: texts }) => truncated / texts > 0.01);
  const worst = cut.toSorted((a, b) => b.truncated / b.count - a.truncated / a.count)[0];
  if (worst === undefined) return [];
  const share = percent(worst.truncated / worst.count);
  const [, split] = nameSplit(worst.split);
  return [
    [
      `${share} of the ${worst.split} texts are longer than ${model.maxTokens} tokens and lose their end.`,
      html`${split}データの${share}は${model.maxTokens}トークンを超え、末尾が切り捨てられています。`,
    ],
  ];
}
