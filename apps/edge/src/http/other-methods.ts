import type { Context } from "hono";

import { createProblemResponse } from "./problem-response.ts";
import { problems } from "./problems.ts";

const ALLOW = "GET, HEAD, OPTIONS";

/** What a route that only reads says to anything but GET and HEAD. */
export function answerOtherMethods(context: Context): Response {
  const { method } = context.req;
  if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow: ALLOW } });
  return createProblemResponse(problems.methodNotAllowed(method, ALLOW), { allow: ALLOW });
}
