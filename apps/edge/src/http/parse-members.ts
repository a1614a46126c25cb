import type { z } from "zod";

import type { Problem } from "./problem.ts";
import { type MemberFinding, problems } from "./problems.ts";
import { type Result, refuse, succeed } from "./result.ts";

type Path = readonly PropertyKey[];

/** More findings than these are not told. */
const MAX_FINDINGS = 8;

/**
 * Reads a body's JSON by a strict schema.
 * @param explain what is wrong with the string at a path; null for what the schema says
 */
export function parseMembers<T>(
  json: unknown,
  schema: z.ZodType<T>,
  explain: (path: Path, value: string) => Problem | null,
): Result<T> {
  const result = schema.safeParse(json);
  if (result.success) return succeed(result.data);
  const { issues } = result.error;
  const [first] = issues;
  const value = valueAt(json, first?.path ?? []);
  const problem = typeof value === "string" ? explain(first?.path ?? [], value) : null;
  return refuse(problem ?? problems.bodyInvalid(issues.slice(0, MAX_FINDINGS).map(describe)));
}

/** A path as a JSON pointer in a URI fragment (RFC 6901, section 6). */
export function pointerOf(path: Path): string {
  const steps = path.map((step) => String(step).replaceAll("~", "~0").replaceAll("/", "~1"));
  return `#${steps.map((step) => `/${encodeURIComponent(step)}`).join("")}`;
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => Object(value)[step], json);
}

/** Names of members that nobody knows are not told: a text may stand in one's place. */
function describe(issue: z.core.$ZodIssue): MemberFinding {
  const pointer = pointerOf(issue.path);
  if (issue.code !== "unrecognized_keys") return { pointer, detail: issue.message };
  const { length } = issue.keys;
  return { pointer, detail: `${length} unknown ${length === 1 ? "member" : "members"}` };
}
