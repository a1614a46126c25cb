import type { Context } from "hono";

import { createProblemResponse } from "./problem-response.ts";
import { problems } from "./problems.ts";

/**
 * What a route says to the methods that it does not have, and to OPTIONS.
 * @param methods GET stands for HEAD, too
 */
export function answerOtherMethods(
  ...methods: readonly ("GET" | "POST")[]
): (context: Context) => Response {
  const allow = [...methods.flatMap(withHead), "OPTIONS"].join(", ");
  return ({ req: { method } }) => {
    if (method === "OPTIONS") return new Response(null, { status: 204, headers: { allow } });
    return createProblemResponse(problems.methodNotAllowed(method, allow), { allow });
  };
}

function withHead(method: string): string[] {
  return method === "GET" ? ["GET", "HEAD"] : [method];
}
