import type { ComparisonReport, Performance, ReportedModel, SplitReport } from "./report.ts";

/** Two versions on the same texts: what `trainer compare A B` prints with `--json` and shows as a page. */
export interface CompareReport {
  readonly schemaVersion: 1;
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** The version that is compared with, the older one as a rule. */
  readonly a: ComparedModel;
  readonly b: ComparedModel;
  /** Of `b` with `a` as the other version. */
  readonly comparison: ComparisonReport;
}

export interface ComparedModel {
  readonly model: ReportedModel;
  readonly split: Omit<SplitReport, "errors">;
  /** Null where it was not measured. */
  readonly performance: Performance | null;
}
