import type { Release } from "../release/release.ts";
import type { SplitReport } from "../report/report.ts";

export type EvaluatedReport = Omit<SplitReport, "errors">;

/** What `trainer evaluate --json` prints: all figures, without the curves, which a report has. */
export function toEvaluationResult(
  { manifest, manifestSha256 }: Release,
  splits: readonly EvaluatedReport[],
  seconds: number,
) {
  const { name, version, labels } = manifest;
  return {
    model: { name, version, manifestSha256, labels },
    splits: splits.map(omitCurves),
    seconds,
  };
}

function omitCurves(report: EvaluatedReport) {
  const { split, metrics, accuracyInterval, calibration, answered, slices } = report;
  const { areaUnderRiskCoverage } = report;
  const classes = report.classes.map(
    ({ label, support, predicted, precision, recall, f1, rocAuc, averagePrecision }) => ({
      label,
      support,
      predicted,
      precision,
      recall,
      f1,
      rocAuc,
      averagePrecision,
    }),
  );
  return {
    split,
    metrics,
    accuracyInterval,
    classes,
    calibration,
    areaUnderRiskCoverage,
    answered,
    slices,
  };
}
