/** A release's manifest as plain text. */
import type { Manifest } from "@kanjo/shared/manifest";

import type { StoredManifest } from "../release/read-manifest.ts";
import { formatDate } from "../run/describe-runs.ts";
import { formatBytes, formatPercent } from "../terminal/reporter.ts";
import { formatTable } from "../terminal/table.ts";

export function describeManifest({ manifest, manifestSha256 }: StoredManifest): string {
  return [
    describeFacts(manifest, manifestSha256),
    describeMetrics(manifest),
    describeGates(manifest),
    describeComparison(manifest),
    describeForced(manifest),
    describeFiles(manifest),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function describeFacts(manifest: Manifest, manifestSha256: string): string {
  const { name, version, createdAt, baseModel, labels, maxTokens, calibration } = manifest;
  const { abstain, temperature } = calibration;
  return formatTable(
    ["model", name],
    [
      ["version", version],
      ["manifest", manifestSha256],
      ["created", `${formatDate(createdAt)} UTC`],
      ["base model", baseModel ?? "none"],
      ["labels", labels.join(", ")],
      ["longest text", `${maxTokens} tokens`],
      ["compression", describeCompression(manifest)],
      ["temperature", temperature.toFixed(3)],
      ...(abstain === null
        ? []
        : [
            [
              "abstains",
              `below ${abstain.below.toFixed(3)}, ${formatPercent(abstain.coverage)} answered`,
            ],
          ]),
    ],
  );
}

function describeCompression({ compression }: Manifest): string {
  const { weights, agreement, floatAccuracy, vocabulary } = compression;
  const trimmed = vocabulary === null ? "" : `, ${vocabulary.kept} of ${vocabulary.of} tokens kept`;
  return `${weights}, ${formatPercent(agreement)} of the labels as float32, whose accuracy is ${formatPercent(floatAccuracy)}${trimmed}`;
}

function describeMetrics({ metrics }: Manifest): string {
  const rows = Object.entries(metrics).map(([split, one]) => [
    split,
    String(one.count),
    formatPercent(one.accuracy),
    ...[one.macroF1, one.matthews, one.loss, one.expectedCalibrationError, one.brier].map((value) =>
      value.toFixed(3),
    ),
  ]);
  const headers = ["split", "texts", "accuracy", "macro-F1", "Matthews", "loss", "ECE", "Brier"];
  return rows.length === 0 ? "" : formatTable(headers, rows);
}

function describeGates({ gates }: Manifest): string {
  const { minAccuracy, minMacroF1, maxCalibrationError, margin } = gates;
  const orNone = (value: number | null): string => (value === null ? "-" : String(value));
  return formatTable(
    ["gate", "asked for"],
    [
      ["accuracy, at least", orNone(minAccuracy)],
      ["macro-F1, at least", orNone(minMacroF1)],
      ["calibration error, at most", orNone(maxCalibrationError)],
      ["below the release before, at most", String(margin)],
    ],
  );
}

function describeComparison({ comparison }: Manifest): string {
  if (comparison === null) return "";
  const { version, accuracy, macroF1, agreement, mcnemarP } = comparison;
  return formatTable(
    ["compared with", version],
    [
      ["accuracy", formatPercent(accuracy)],
      ["macro-F1", macroF1.toFixed(3)],
      ["labels the same", formatPercent(agreement)],
      ["McNemar p", mcnemarP.toPrecision(2)],
    ],
  );
}

function describeForced({ forced }: Manifest): string {
  if (forced === undefined) return "";
  const { channel, at, failures } = forced;
  return formatTable(
    [`forced into ${channel}, ${formatDate(at)} UTC`],
    failures.map((failure) => [failure]),
  );
}

function describeFiles({ files }: Manifest): string {
  const rows = files.map(({ path, bytes, sha256 }) => [path, formatBytes(bytes), sha256]);
  return formatTable(["file", "size", "SHA-256"], rows);
}
