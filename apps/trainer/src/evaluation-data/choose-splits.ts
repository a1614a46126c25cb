import { KanjoError } from "@kanjo/shared/error";

import { type Split, SPLITS } from "../dataset/dataset.ts";
import { formatNumberOf } from "../terminal/reporter.ts";
import type { EvaluatedSplit } from "./evaluation-data.ts";
import type { LabelledRows } from "./read-labelled-rows.ts";

/** What `--split` takes: a split, or all rows together. */
export const SPLIT_CHOICES = [...SPLITS, "all"] as const;
export type SplitChoice = (typeof SPLIT_CHOICES)[number];

/** What a model is evaluated on where nothing else is asked for. */
const HELD_OUT = ["validation", "test"] as const;

/**
 * The rows that are evaluated: those of the split that was asked for, of the held-out splits
 * that there are, or all where there are no splits.
 * @throws KanjoError `usage` for a split of data that have none, `data-invalid` where it has no rows
 */
export function chooseSplits(
  labelled: LabelledRows,
  choice: SplitChoice | null,
): readonly EvaluatedSplit[] {
  const chosen = listChosen(labelled, choice).filter(({ examples }) => examples.length > 0);
  if (chosen.length > 0) return chosen;
  throw new KanjoError("data-invalid", `the data have no rows ${describeChoice(choice)}`, {
    hint: `There are ${describeRows(labelled)}: name others with --split, or --split all.`,
  });
}

function listChosen(
  { rows, splits }: LabelledRows,
  choice: SplitChoice | null,
): readonly EvaluatedSplit[] {
  if (choice === "all" || (choice === null && splits === null)) {
    return [{ split: "all", examples: rows }];
  }
  if (splits === null) throw describeMissingColumn(choice);
  const names: readonly Split[] = choice === null ? HELD_OUT : [choice];
  return names.map((split) => ({ split, examples: splits[split] }));
}

function describeMissingColumn(choice: SplitChoice | null): KanjoError {
  return new KanjoError("usage", `--split ${choice} is given, and the data have no splits`, {
    hint: "Leave it out to evaluate all rows, or name the column with --split-column.",
  });
}

function describeChoice(choice: SplitChoice | null): string {
  if (choice === "all") return "at all";
  return `of ${choice ?? HELD_OUT.join(" or ")}`;
}

function describeRows({ rows, splits }: LabelledRows): string {
  if (splits === null) return formatNumberOf(rows.length, "row");
  return SPLITS.map((split) => `${split} ${splits[split].length}`).join(", ");
}
