import * as z from "zod";

interface ProblemType {
  readonly status: number;
  readonly title: string;
}

/** Every problem that the worker answers with, by the last part of its type. Names and statuses are stable. */
export const PROBLEM_TYPES = {
  "query-malformed": { status: 400, title: "The query cannot be decoded" },
  "parameter-unknown": { status: 400, title: "The query has an unknown parameter" },
  "parameter-repeated": { status: 400, title: "A parameter is repeated" },
  "parameter-invalid": { status: 400, title: "A parameter has a value that it cannot have" },
  "text-missing": { status: 400, title: "The text is missing" },
  "body-malformed": { status: 400, title: "The body cannot be read" },
  "version-choice-off": { status: 400, title: "The version cannot be chosen here" },
  unauthorized: { status: 401, title: "An API key is needed" },
  "not-found": { status: 404, title: "There is nothing at this address" },
  "version-not-served": { status: 404, title: "Another version is served" },
  "method-not-allowed": { status: 405, title: "The method is not allowed here" },
  "body-too-slow": { status: 408, title: "The body did not arrive in time" },
  "text-too-long": { status: 413, title: "The text is too long" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "work-too-large": { status: 413, title: "The question is too much work" },
  "content-type-unsupported": { status: 415, title: "The body is of another type" },
  "text-blank": { status: 422, title: "The text is empty" },
  "text-malformed": { status: 422, title: "The text is not well-formed Unicode" },
  "text-has-nul": { status: 422, title: "The text has a NUL character" },
  "body-invalid": { status: 422, title: "The body has other members than it should" },
  "rate-limited": { status: 429, title: "Too many questions" },
  internal: { status: 500, title: "Something went wrong on our side" },
  overloaded: { status: 503, title: "Too much to do" },
  "model-unavailable": { status: 503, title: "No model can answer now" },
} as const satisfies Record<string, ProblemType>;

export type ProblemName = keyof typeof PROBLEM_TYPES;

/** Problem details (RFC 9457), with members of its own for each type. */
export const Problem = z.looseObject({
  type: z
    .string()
    .regex(/^\/problems\/[a-z-]+$/)
    .meta({ description: "A URI reference that stays the same: /problems/text-missing." }),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string().meta({ description: "For people; it never quotes the text." }),
});
export type Problem = z.infer<typeof Problem>;

/** A problem of this type, with what there is to say about this occurrence. */
export function createProblem(
  name: ProblemName,
  rest: { readonly detail: string; readonly [member: string]: unknown },
): Problem {
  const { status, title } = PROBLEM_TYPES[name];
  return { type: `/problems/${name}`, title, status, ...rest };
}
