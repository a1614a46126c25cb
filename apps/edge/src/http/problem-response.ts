import type { Problem } from "./problem.ts";

/** When to ask again while there is no model, in seconds. */
const RETRY_AFTER_SECONDS = 5;

/** The problem as `application/problem+json` (RFC 9457). */
export function createProblemResponse(
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const retry = isPassing(problem) ? { "retry-after": String(findRetryAfter(problem)) } : {};
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", ...retry, ...headers },
  });
}

function isPassing({ status }: Problem): boolean {
  return status === 429 || status === 503;
}

function findRetryAfter({ retryAfterSeconds }: Problem): number {
  return typeof retryAfterSeconds === "number" ? retryAfterSeconds : RETRY_AFTER_SECONDS;
}
