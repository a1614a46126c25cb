import { formatTable } from "../terminal/table.ts";
import type { Check } from "./check.ts";

/** A line a check, and under them what is to be done. */
export function describeChecks(checks: readonly Check[]): string {
  const table = formatTable(
    ["check", "state", "found"],
    checks.map(({ name, state, detail }) => [name, state, detail]),
  );
  const hints = checks.flatMap(({ name, hint }) => (hint ? [`  ${name}: ${hint}`] : []));
  return hints.length === 0 ? table : [table, "", "To do:", ...hints].join("\n");
}
