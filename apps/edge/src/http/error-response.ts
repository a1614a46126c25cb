import { KanjoError } from "@kanjo/shared/error";

import type { Logger } from "../logger.ts";
import { createProblemResponse } from "./problem-response.ts";
import { problems } from "./problems.ts";

/** What a model cannot do at this moment and can a moment later. */
const PASSING = new Set(["memory-exhausted", "model-restarting"]);

/** As nginx has it in its logs; the client does not see it. */
const CLIENT_GONE = 499;

/** Which request an error belongs to. */
interface FailedRequest {
  readonly route: string;
  readonly requestId: string;
}

/** Answers what was thrown while a request was served; defects are logged. */
export function createErrorResponse(
  error: Error,
  { route, requestId }: FailedRequest,
  logger: Logger,
): Response {
  if (error instanceof KanjoError) {
    if (error.code === "text-malformed") {
      return createProblemResponse(problems.textMalformed(error.message));
    }
    if (error.code === "question-abandoned") return new Response(null, { status: CLIENT_GONE });
    if (PASSING.has(error.code)) {
      return createProblemResponse(problems.modelUnavailable(error));
    }
  }
  logger.error("request-failed", { route, requestId, ...describeDefect(error) });
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
