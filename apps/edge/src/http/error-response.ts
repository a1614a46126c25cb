import { KanjoError } from "@kanjo/shared/error";

import type { Logger } from "../logger.ts";
import { createProblemResponse } from "./problem-response.ts";
import { problems } from "./problems.ts";

/** Answers what was thrown while a request was served; defects are logged. */
export function createErrorResponse(error: Error, route: string, logger: Logger): Response {
  if (error instanceof KanjoError) {
    if (error.code === "text-malformed") {
      return createProblemResponse(problems.textMalformed(error.message));
    }
    if (error.code === "memory-exhausted") {
      return createProblemResponse(problems.modelUnavailable(error));
    }
  }
  logger.error("request-failed", { route, ...describeDefect(error) });
  return createProblemResponse(problems.internal());
}

/** Without the message, which may quote the text. */
function describeDefect(error: Error): { readonly error: string; readonly stack: string } {
  const frames = (error.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    error: error instanceof KanjoError ? error.code : error.name,
    stack: frames.map((frame) => frame.trim()).join("; "),
  };
}
