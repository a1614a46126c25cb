import type { Manifest } from "@kanjo/shared/manifest";

import type { ReportedModel } from "./report.ts";

/** What a report says of the model itself. */
export function describeModel(manifest: Manifest): ReportedModel {
  const { name, version, createdAt, baseModel, labels, maxTokens } = manifest;
  const { files, calibration, compression, provenance } = manifest;
  return {
    name,
    version,
    createdAt,
    baseModel,
    labels,
    maxTokens,
    files,
    calibration,
    compression,
    provenance,
  };
}
