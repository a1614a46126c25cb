import type { Manifest } from "@kanjo/shared/manifest";
import type { AbstainBand, AlarmThreshold } from "@kanjo/shared/manifest/calibration";

import type { ScoredExample } from "../evaluation/evaluate.ts";
import { type Prediction, scoreOf, toPredictions } from "../evaluation/predictions.ts";
import { computeAccuracy } from "../jglue/classification-metrics.ts";

const FALSE_ALARM_RATES = [0.01, 0.05] as const;

/**
 * What the manifest says about the scores of the model as it is published.
 * @param scored the validation split, at least one text, with the temperature in the scores
 * @param abstainShare of the texts, the least sure ones; null where all are answered
 * @throws KanjoError `label-unknown`
 */
export function fitCalibration(
  scored: readonly ScoredExample[],
  labels: readonly string[],
  temperature: number,
  abstainShare: number | null,
): Manifest["calibration"] {
  const predictions = toPredictions(scored, labels);
  return {
    temperature,
    thresholds: labels.flatMap((label, index) => fitThresholds(predictions, label, index)),
    abstain: abstainShare === null ? null : fitAbstainBand(predictions, abstainShare),
  };
}

function fitThresholds(
  predictions: readonly Prediction[],
  label: string,
  index: number,
): AlarmThreshold[] {
  const scoresOf = (some: readonly Prediction[]): Float64Array =>
    Float64Array.from(some, ({ scores }) => scores[index] ?? 0).sort();
  const all = scoresOf(predictions);
  const others = scoresOf(predictions.filter(({ gold }) => gold !== index));
  return FALSE_ALARM_RATES.map((falseAlarmRate) => ({
    label,
    falseAlarmRate,
    score: findThreshold(all, others, falseAlarmRate),
  }));
}

/**
 * The lowest score that few enough of the others reach: the first above the
 * highest score that too many of them reach. Null where there is none, or no
 * text of another label to tell it by.
 */
function findThreshold(
  all: Float64Array,
  others: Float64Array,
  falseAlarmRate: number,
): number | null {
  if (others.length === 0) return null;
  const allowed = countShare(falseAlarmRate, others.length);
  const refused = others[others.length - 1 - allowed] ?? -Infinity;
  return all.find((score) => score > refused) ?? null;
}

/** The highest score below which lie no more texts than may go without a verdict. */
function fitAbstainBand(predictions: readonly Prediction[], share: number): AbstainBand {
  const scores = Float64Array.from(predictions, scoreOf).sort();
  const below = scores[countShare(share, scores.length)] ?? 1;
  const answered = predictions.filter((prediction) => scoreOf(prediction) >= below);
  return {
    below,
    coverage: answered.length / predictions.length,
    accuracy: computeAccuracy(answered),
  };
}

/** The most of `count` that are no more than the share, which is no exact binary fraction. */
function countShare(share: number, count: number): number {
  return Math.floor(share * count * (1 + Number.EPSILON));
}
