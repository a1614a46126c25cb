import type { Problem } from "./problem.ts";

/** What a step makes of a request, or the problem that the request is answered with. */
export type Result<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "problem"; readonly problem: Problem };

export function succeed<T>(value: T): Result<T> {
  return { kind: "value", value };
}

export function refuse(problem: Problem): Result<never> {
  return { kind: "problem", problem };
}
