import { countConfusions, scoreClasses } from "../evaluation/confusion-matrix.ts";
import type { Prediction } from "../evaluation/predictions.ts";
import { rankPredictions } from "../evaluation/rank-predictions.ts";
import { computePrecisionRecall, computeRoc } from "../evaluation/ranking-curves.ts";
import { thinCurve } from "../evaluation/thin-curve.ts";
import { CURVE_POINTS } from "./curve-points.ts";
import type { ClassReport } from "./report.ts";

/** Each label against all others, in the labels' order. */
export function describeClasses(
  predictions: readonly Prediction[],
  labels: readonly string[],
): ClassReport[] {
  const classes = scoreClasses(countConfusions(predictions, labels.length));
  return classes.map((scores, index) => ({
    label: labels[index] ?? "",
    ...scores,
    ...describeRanking(predictions, index),
  }));
}

function describeRanking(
  predictions: readonly Prediction[],
  index: number,
): Pick<ClassReport, "rocAuc" | "averagePrecision" | "roc" | "precisionRecall"> {
  const groups = rankPredictions(predictions, {
    score: ({ scores }) => scores[index] ?? 0,
    isHit: ({ gold }) => gold === index,
  });
  const roc = computeRoc(groups);
  const precisionRecall = computePrecisionRecall(groups);
  return {
    rocAuc: roc?.area ?? null,
    averagePrecision: precisionRecall?.area ?? null,
    roc: thinCurve(roc?.points ?? [], CURVE_POINTS),
    precisionRecall: thinCurve(precisionRecall?.points ?? [], CURVE_POINTS),
  };
}
