import { findRows, type Problem } from "./problem.ts";
import type { ViewedRow } from "./viewed-row.ts";

/**
 * Rows of the other splits whose group is in train, too: a model may know their
 * author, and its figures say less of authors that it does not know.
 */
export function checkGroups(rows: readonly ViewedRow[]): Problem[] {
  const trained = new Set(rows.filter(({ split }) => split === "train").map(({ group }) => group));
  const leaking = rows.filter(
    ({ split, group }) => split !== "train" && group !== undefined && trained.has(group),
  );
  const groups = new Set(leaking.map(({ group }) => group)).size;
  const message = `rows of ${groups} group(s) that the train split has, too`;
  return findRows({ severity: "warning", check: "group-leak", message }, leaking);
}
