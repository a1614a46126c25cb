import type { KanjoError } from "@kanjo/shared/error";

import { MAX_TEXT_UNITS, type Problem } from "./schemas.ts";

/** Every problem that the worker answers with; types are stable, details are for people. */
export const problems = {
  malformedQuery: (): Problem =>
    describe(400, "query-malformed", "The query cannot be decoded", {
      detail: "The query has a percent-encoding that is not UTF-8; encode text as %E8%89%AF.",
    }),

  unknownParameters: (unknown: readonly string[]): Problem =>
    describe(400, "parameter-unknown", "The query has an unknown parameter", {
      detail: "Only the parameter text is known; encode & and # inside it as %26 and %23.",
      unknown,
    }),

  repeatedParameter: (count: number): Problem =>
    describe(400, "parameter-repeated", "A parameter is repeated", {
      detail: `The parameter text is given ${count} times, expected once.`,
      parameter: "text",
    }),

  textMissing: (): Problem =>
    describe(400, "text-missing", "The text is missing", {
      detail: "Ask with GET /sentiment?text=..., the text percent-encoded as UTF-8.",
      parameter: "text",
    }),

  textTooLong: (length: number): Problem =>
    describe(413, "text-too-long", "The text is too long", {
      detail: `The text has ${length} UTF-16 units, at most ${MAX_TEXT_UNITS} are allowed.`,
      limit: MAX_TEXT_UNITS,
      length,
    }),

  textBlank: (): Problem =>
    describe(422, "text-blank", "The text is empty", {
      detail: "The text is empty or has nothing but white space.",
    }),

  textMalformed: (detail: string): Problem =>
    describe(422, "text-malformed", "The text is not well-formed Unicode", { detail }),

  notFound: (): Problem =>
    describe(404, "not-found", "There is nothing at this address", {
      detail: "Known are /sentiment, /healthz and /readyz.",
    }),

  methodNotAllowed: (method: string, allow: string): Problem =>
    describe(405, "method-not-allowed", "The method is not allowed here", {
      detail: `${method} is not allowed, ${allow} are.`,
    }),

  modelUnavailable: (reason: KanjoError): Problem =>
    describe(503, "model-unavailable", "No model can answer now", {
      detail: reason.message,
      code: reason.code,
    }),

  internal: (): Problem =>
    describe(500, "internal", "Something went wrong on our side", {
      detail: "The request was fine; what failed is in the log.",
    }),
};

function describe(
  status: number,
  name: string,
  title: string,
  rest: { readonly detail: string; readonly [member: string]: unknown },
): Problem {
  return { type: `/problems/${name}`, title, status, ...rest };
}
