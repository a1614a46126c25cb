import { KanjoError } from "@kanjo/shared/error";

import type { Example } from "../dataset/dataset.ts";
import { formatNumberOf } from "../terminal/reporter.ts";

const LONGEST_LABEL_SHOWN = 20;

/**
 * A model can only be right about labels that it knows.
 * @throws KanjoError `label-unknown` with the first row
 */
export function requireKnownLabels(examples: readonly Example[], labels: readonly string[]): void {
  const known = new Set(labels);
  const unknown = examples.filter(({ label }) => !known.has(label));
  const [first] = unknown;
  if (first === undefined) return;
  const others = unknown.length - 1;
  const more = others === 0 ? "" : `; so ${formatNumberOf(others, "row has", "rows have")} others`;
  throw new KanjoError(
    "label-unknown",
    `${first.source}: label ${showLabel(first.label)}, expected one of the model's: ${labels.join(", ")}${more}`,
    { hint: "Name the column with --label-column, rename the labels, or leave these rows out." },
  );
}

/** In the wrong column stands somebody's text. */
function showLabel(label: string): string {
  return label.length > LONGEST_LABEL_SHOWN
    ? `of ${label.length} characters`
    : JSON.stringify(label);
}
