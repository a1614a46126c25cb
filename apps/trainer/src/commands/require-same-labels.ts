import { KanjoError } from "@kanjo/shared/error";

import { haveSameLabels } from "../evaluation/have-same-labels.ts";
import type { Release } from "../release/release.ts";

/** Two releases can be compared. @throws KanjoError `labels-differ` */
export function requireSameLabels(a: Release, b: Release): void {
  if (haveSameLabels(a.manifest.labels, b.manifest.labels)) return;
  const [ofA, ofB] = [a, b].map(
    ({ manifest }) => `${manifest.version} has ${manifest.labels.join(", ")}`,
  );
  throw new KanjoError("labels-differ", `labels differ: ${ofA}; ${ofB}`, {
    hint: "Only versions with the same labels can be compared.",
  });
}
