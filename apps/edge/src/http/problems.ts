import type { KanjoError } from "@kanjo/shared/error";

import { createProblem, type Problem } from "./problem.ts";

/** What is wrong with a member of a body; `pointer` is a JSON pointer as a URI fragment (RFC 6901). */
export interface MemberFinding {
  readonly pointer: string;
  readonly detail: string;
}

/** Where a text came from: `parameter` of a query or `pointer` into a body; null where it is the body. */
export type TextPlace = { readonly parameter: string } | { readonly pointer: string } | null;

/** Problems as they occur. Details are for people, and none quotes a value that was sent. */
export const problems = {
  malformedQuery: (): Problem =>
    createProblem("query-malformed", {
      detail: "The query has a percent-encoding that is not UTF-8; encode text as %E8%89%AF.",
    }),

  unknownParameters: (unknown: readonly string[], known: readonly string[]): Problem =>
    createProblem("parameter-unknown", {
      detail: `Known are: ${known.join(", ")}. Encode & and # inside a text as %26 and %23.`,
      unknown: unknown.filter(isName),
    }),

  repeatedParameter: (name: string, count: number): Problem =>
    createProblem("parameter-repeated", {
      detail: `A parameter is given ${count} times, expected once.`,
      ...(isName(name) ? { parameter: name } : {}),
    }),

  invalidParameter: (parameter: string, expected: string): Problem =>
    createProblem("parameter-invalid", { detail: `${parameter}: ${expected}`, parameter }),

  textMissing: (): Problem =>
    createProblem("text-missing", {
      detail: "Ask with GET /sentiment?text=..., the text percent-encoded as UTF-8.",
      parameter: "text",
    }),

  textTooLong: (length: number, limit: number, place: TextPlace): Problem =>
    createProblem("text-too-long", {
      detail: `The text has ${length} UTF-16 units, at most ${limit} are allowed.`,
      limit,
      length,
      ...place,
    }),

  textBlank: (place: TextPlace): Problem =>
    createProblem("text-blank", {
      detail: "The text is empty or has nothing but white space.",
      ...place,
    }),

  textMalformed: (detail: string, place: TextPlace = null): Problem =>
    createProblem("text-malformed", { detail, ...place }),

  textHasNul: (offset: number, place: TextPlace): Problem =>
    createProblem("text-has-nul", {
      detail: `The text has U+0000 at UTF-16 offset ${offset}; the model would see nothing of what follows it.`,
      offset,
      ...place,
    }),

  bodyMalformed: (detail: string): Problem => createProblem("body-malformed", { detail }),

  bodyInvalid: (errors: readonly MemberFinding[]): Problem =>
    createProblem("body-invalid", {
      detail: errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join("; "),
      errors,
    }),

  bodyTooLarge: (limit: number): Problem =>
    createProblem("body-too-large", {
      detail: `The body has more than ${limit} bytes.`,
      limit,
    }),

  bodyTooSlow: (limitMs: number): Problem =>
    createProblem("body-too-slow", {
      detail: `The body was not there after ${limitMs / 1000} s.`,
    }),

  contentTypeUnsupported: (detail: string): Problem =>
    createProblem("content-type-unsupported", { detail }),

  workTooLarge: (tokens: number, limit: number): Problem =>
    createProblem("work-too-large", {
      detail: `The model would have to see at least ${tokens} tokens for this question, at most ${limit} are allowed; ask for less at once.`,
      limit,
      tokens,
    }),

  versionChoiceOff: (): Problem =>
    createProblem("version-choice-off", {
      detail: "This service does not let its askers name a version or a channel.",
    }),

  versionNotServed: (loaded: object): Problem =>
    createProblem("version-not-served", {
      detail: "The version or channel that was asked for is not the one that is loaded here.",
      loaded,
    }),

  unauthorized: (isGiven: boolean): Problem =>
    createProblem("unauthorized", {
      detail: isGiven
        ? "The API key is not one of those that may ask here."
        : "Ask with Authorization: Bearer <API key>, or with X-API-Key.",
    }),

  rateLimited: (retryAfterSeconds: number): Problem =>
    createProblem("rate-limited", {
      detail: `There were too many questions within ${retryAfterSeconds} s.`,
      retryAfterSeconds,
    }),

  overloaded: (retryAfterSeconds: number): Problem =>
    createProblem("overloaded", {
      detail: "More questions wait for the model than it can answer soon.",
      retryAfterSeconds,
    }),

  notFound: (): Problem =>
    createProblem("not-found", { detail: "See /openapi.json or /docs for what there is." }),

  methodNotAllowed: (method: string, allow: string): Problem =>
    createProblem("method-not-allowed", { detail: `${method} is not allowed, ${allow} are.` }),

  modelUnavailable: (reason: KanjoError): Problem =>
    createProblem("model-unavailable", { detail: reason.message, code: reason.code }),

  internal: (): Problem =>
    createProblem("internal", {
      detail: "The request was fine; what failed is in the log.",
    }),
};

/** Whether a name that nobody knows may be said: what is no identifier may be the rest of a text. */
function isName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_-]{0,31}$/.test(name);
}
