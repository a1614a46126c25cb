/**
 * Whether a release may take a channel over: its figures on the test split reach what
 * its recipe asks for, and do not fall below those of the release that it replaces by
 * more than a margin. Two releases compare only on the same texts: the manifest has the
 * replaced one's figures on this one's test split where it was there when this one was
 * trained; otherwise its own figures count where its test split was the same.
 */
import type { Manifest, SplitMetrics } from "@kanjo/shared/manifest";

/** What the channel serves now. */
export interface ServedRelease {
  readonly version: string;
  readonly manifestSha256: string;
  /** Null where it cannot be read. */
  readonly manifest: Manifest | null;
}

/** What the margin was measured from. */
type Baseline =
  | { readonly kind: "nothing-served" }
  | {
      readonly kind: "compared";
      readonly version: string;
      readonly accuracy: number;
      readonly macroF1: number;
    }
  | { readonly kind: "incomparable"; readonly version: string; readonly reason: string };

export interface GateCheck {
  /** What was not passed, each with its figures. */
  readonly failures: readonly string[];
  readonly baseline: Baseline;
}

export function checkGates(manifest: Manifest, served: ServedRelease | null): GateCheck {
  const baseline = findBaseline(manifest, served);
  return {
    failures: [...listAbsoluteFailures(manifest), ...listRegressions(manifest, baseline)],
    baseline,
  };
}

function findBaseline({ comparison, metrics }: Manifest, served: ServedRelease | null): Baseline {
  if (served === null) return { kind: "nothing-served" };
  const { version, manifestSha256, manifest } = served;
  const incomparable = (reason: string): Baseline => ({ kind: "incomparable", version, reason });
  const [own, other] = [metrics["test"], manifest?.metrics["test"]];
  if (own === undefined) return incomparable("this one has no figures of a test split");
  if (comparison?.manifestSha256 === manifestSha256) {
    const { accuracy, macroF1 } = comparison;
    return { kind: "compared", version, accuracy, macroF1 };
  }
  if (manifest === null) return incomparable("its manifest cannot be read");
  if (other === undefined) return incomparable("it has no figures of a test split");
  if (own.dataSha256 !== other.dataSha256) return incomparable("it was tested on other texts");
  return { kind: "compared", version, accuracy: other.accuracy, macroF1: other.macroF1 };
}

interface Gate {
  readonly figure: keyof typeof FIGURES;
  readonly bound: "least" | "most";
  readonly limit: number | null;
}

const FIGURES = {
  accuracy: { name: "accuracy", format: formatExactPercent },
  macroF1: { name: "macro-F1", format: formatFigure },
  expectedCalibrationError: { name: "calibration error", format: formatFigure },
} as const satisfies Partial<Record<keyof SplitMetrics, unknown>>;

function listAbsoluteFailures({ gates, metrics }: Manifest): readonly string[] {
  const all: readonly Gate[] = [
    { figure: "accuracy", bound: "least", limit: gates.minAccuracy },
    { figure: "macroF1", bound: "least", limit: gates.minMacroF1 },
    { figure: "expectedCalibrationError", bound: "most", limit: gates.maxCalibrationError },
  ];
  return all.flatMap((gate) => describeFailure(gate, metrics["test"]) ?? []);
}

function describeFailure(
  { figure, bound, limit }: Gate,
  test: SplitMetrics | undefined,
): string | null {
  if (limit === null) return null;
  const { name, format } = FIGURES[figure];
  const asked = `at ${bound} ${format(limit)} is asked for`;
  if (test === undefined) return `test ${name} is not known, ${asked}`;
  const value = test[figure];
  const isPassed = bound === "least" ? value >= limit : value <= limit;
  return isPassed ? null : `test ${name} is ${format(value)}, ${asked}`;
}

/** 0.9 - 0.89 is more than 0.01 in floating point. */
const TOLERANCE = 1e-9;

function listRegressions({ gates, metrics }: Manifest, baseline: Baseline): readonly string[] {
  const test = metrics["test"];
  if (baseline.kind !== "compared" || test === undefined) return [];
  return (["accuracy", "macroF1"] as const).flatMap((figure) => {
    const { name, format } = FIGURES[figure];
    const [own, other] = [test[figure], baseline[figure]];
    if (other - own <= gates.margin + TOLERANCE) return [];
    return `test ${name} is ${format(own)}, that of ${baseline.version} on the same texts is ${format(other)}, at most ${format(gates.margin)} less is allowed`;
  });
}

/** `84.96 %`: with one digit a gate that was missed by little would seem to be reached. */
function formatExactPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} %`;
}

function formatFigure(value: number): string {
  return value.toFixed(4);
}
