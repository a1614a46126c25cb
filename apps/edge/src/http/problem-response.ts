import type { Problem } from "./schemas.ts";

/** When to ask again while there is no model, in seconds. */
const RETRY_AFTER_SECONDS = "5";

/** The problem as `application/problem+json` (RFC 9457). */
export function createProblemResponse(
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const retry = problem.status === 503 ? { "retry-after": RETRY_AFTER_SECONDS } : {};
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...retry, ...headers },
  });
}
