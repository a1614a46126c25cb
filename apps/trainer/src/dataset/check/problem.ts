/** A finding about the data; errors stop a training, warnings do not. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** Stable name of the check, such as `empty-text`. */
  readonly check: string;
  readonly message: string;
  /** Files and lines, at most `SOURCES_SHOWN` of them. */
  readonly sources: readonly string[];
  /** Rows that have it; 1 for a finding that is about no row. */
  readonly count: number;
}

const SOURCES_SHOWN = 5;

type Finding = Pick<Problem, "severity" | "check" | "message">;

/** The problem of these rows; none where there are no such rows. */
export function findRows(
  finding: Finding,
  rows: readonly { readonly source: string }[],
): Problem[] {
  if (rows.length === 0) return [];
  const sources = rows.slice(0, SOURCES_SHOWN).map((row) => row.source);
  return [{ ...finding, sources, count: rows.length }];
}

/** A problem that is about no row. */
export function findOne(finding: Finding): Problem {
  return { ...finding, sources: [], count: 1 };
}

/** `the text is empty: a.csv:3, a.csv:9 and 12 more` */
export function describeProblem({ message, sources, count }: Problem): string {
  if (sources.length === 0) return message;
  const more = count > sources.length ? ` and ${count - sources.length} more` : "";
  return `${message}: ${sources.join(", ")}${more}`;
}
