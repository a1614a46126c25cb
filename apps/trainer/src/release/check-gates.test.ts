import type { Comparison, Gates } from "@kanjo/shared/manifest/gates";
import type { Manifest } from "@kanjo/shared/manifest";
import { describe, expect, test } from "vitest";

import { makeManifestDraft } from "../../test/manifest-draft.ts";
import { makeMetrics } from "../../test/release-folder.ts";
import { checkGates, type ServedRelease } from "./check-gates.ts";

type Figures = Parameters<typeof makeMetrics>[1];

const NO_GATES: Gates = {
  minAccuracy: null,
  minMacroF1: null,
  maxCalibrationError: null,
  margin: 0.01,
};

function makeManifest(
  metrics: Manifest["metrics"],
  gates: Partial<Gates> = {},
  comparison: Comparison | null = null,
): Manifest {
  return {
    schemaVersion: 2,
    files: [],
    entrypoints: { model: "", master: "", vocabulary: "" },
    ...makeManifestDraft({ metrics, gates: { ...NO_GATES, ...gates }, comparison }),
  };
}

const testing = (accuracy: number, figures?: Figures): Manifest["metrics"] => ({
  test: makeMetrics(accuracy, figures),
});

const DIGEST = "d".repeat(64);

function serve(metrics: Manifest["metrics"] | null): ServedRelease {
  const manifest = metrics === null ? null : makeManifest(metrics);
  return { version: "v0", manifestSha256: DIGEST, manifest };
}

function compare(changes: Partial<Comparison> = {}): Comparison {
  const agreement = 0.9;
  const figures = { accuracy: 0.9, macroF1: 0.9, agreement, mcnemarP: 1 };
  return { version: "v0", manifestSha256: DIGEST, ...figures, ...changes };
}

describe("what a recipe asks for", () => {
  test.each<[string, Partial<Gates>, number, Figures, readonly string[]]>([
    ["nothing", {}, 0.1, {}, []],
    ["an accuracy that is reached", { minAccuracy: 0.85 }, 0.85, {}, []],
    [
      "an accuracy that is missed by little",
      { minAccuracy: 0.85 },
      0.8496,
      {},
      ["test accuracy is 84.96 %, at least 85.00 % is asked for"],
    ],
    [
      "a macro-F1 that is missed",
      { minMacroF1: 0.8 },
      0.9,
      { macroF1: 0.75 },
      ["test macro-F1 is 0.7500, at least 0.8000 is asked for"],
    ],
    ["a calibration that is as good", { maxCalibrationError: 0.05 }, 0.9, {}, []],
    [
      "a calibration that is worse",
      { maxCalibrationError: 0.04 },
      0.9,
      {},
      ["test calibration error is 0.0500, at most 0.0400 is asked for"],
    ],
  ])("%s", (_, gates, accuracy, figures, failures) => {
    const check = checkGates(makeManifest(testing(accuracy, figures), gates), null);
    expect(check).toEqual({ failures, baseline: { kind: "nothing-served" } });
  });

  test("every gate that is missed is told", () => {
    const gates = { minAccuracy: 0.95, minMacroF1: 0.95, maxCalibrationError: 0.01 };
    expect(
      checkGates(makeManifest(testing(0.9), gates), serve(testing(0.99))).failures,
    ).toHaveLength(5);
  });

  test("figures that are not there pass no gate", () => {
    const check = checkGates(makeManifest({}, { minAccuracy: 0 }), null);
    expect(check.failures).toEqual(["test accuracy is not known, at least 0.00 % is asked for"]);
  });
});

describe("the release that is replaced, on the same texts", () => {
  test.each<[string, number, number, number, number]>([
    ["is worse", 0.95, 0.9, 0.01, 0],
    ["is as good", 0.9, 0.9, 0, 0],
    ["is better by just the margin", 0.89, 0.9, 0.01, 0],
    ["is better by the margin, which floating point does not see", 0.57, 0.58, 0.01, 0],
    ["is better by more than the margin", 0.8885, 0.9, 0.01, 2],
    ["is better, and no margin is given", 0.899, 0.9, 0, 2],
  ])("%s", (_, own, other, margin, failures) => {
    const check = checkGates(makeManifest(testing(own), { margin }), serve(testing(other)));
    expect(check.failures).toHaveLength(failures);
    expect(check.baseline).toMatchObject({ kind: "compared", version: "v0", accuracy: other });
  });

  test("accuracy and macro-F1 each count", () => {
    const check = checkGates(
      makeManifest(testing(0.9, { macroF1: 0.7 })),
      serve(testing(0.9, { macroF1: 0.8 })),
    );
    expect(check.failures).toEqual([
      "test macro-F1 is 0.7000, that of v0 on the same texts is 0.8000, at most 0.0100 less is allowed",
    ]);
  });

  test("was asked about this one's test texts when this one was trained", () => {
    const comparison = compare({ accuracy: 0.95, macroF1: 0.95 });
    const served = serve(testing(0.1, { data: "b" }));
    const check = checkGates(makeManifest(testing(0.9), {}, comparison), served);
    expect(check.baseline).toMatchObject({ kind: "compared", accuracy: 0.95 });
    expect(check.failures).toHaveLength(2);
  });

  test("counts by that comparison even when its manifest cannot be read any more", () => {
    const check = checkGates(makeManifest(testing(0.8), {}, compare()), serve(null));
    expect(check.failures).toHaveLength(2);
  });

  test("is another than the one that was compared with then: its own figures count", () => {
    const comparison = compare({ manifestSha256: "e".repeat(64), accuracy: 0.99 });
    const check = checkGates(makeManifest(testing(0.9), {}, comparison), serve(testing(0.9)));
    expect(check).toMatchObject({ failures: [], baseline: { kind: "compared", accuracy: 0.9 } });
  });
});

describe("a release that cannot be compared leaves the absolute gates to decide, and is named", () => {
  test.each<[string, Manifest["metrics"], Manifest["metrics"] | null, string]>([
    ["other texts", testing(0.5), testing(0.9, { data: "b" }), "it was tested on other texts"],
    ["no figures of its own", {}, testing(0.9), "this one has no figures of a test split"],
    ["no figures of the other", testing(0.5), {}, "it has no figures of a test split"],
    ["a manifest that is lost", testing(0.5), null, "its manifest cannot be read"],
  ])("%s", (_, own, other, reason) => {
    const check = checkGates(makeManifest(own), serve(other));
    expect(check).toEqual({
      failures: [],
      baseline: { kind: "incomparable", version: "v0", reason },
    });
  });
});
