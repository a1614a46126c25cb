/** From a request to what it asks about. */
import type { Problem } from "../http/problem.ts";
import { problems } from "../http/problems.ts";
import { parseMembers, pointerOf } from "../http/parse-members.ts";
import { parseQuery } from "../http/query.ts";
import { readBody } from "../http/read-body.ts";
import { type Result, refuse, succeed } from "../http/result.ts";
import { BODY_LIMITS, MAX_QUERY_TEXT_UNITS, MAX_TEXT_UNITS } from "./limits.ts";
import {
  type Options,
  OptionsQuery,
  SentimentQuery,
  TextQuestion,
  TextsQuestion,
} from "./schemas.ts";
import { findTextProblem } from "./text.ts";

export interface Question {
  readonly texts: readonly string[];
  /** Whether it asks for a list of answers, of one text as well. */
  readonly isList: boolean;
  readonly options: Options;
}

/** @param search the query from the `?` on, or empty */
export function parseQueryQuestion(search: string): Result<Question> {
  const query = parseQuery(search, SentimentQuery, explainParameter);
  if (query.kind === "problem") return query;
  const { text, ...options } = query.value;
  return succeed({ texts: [text], isList: false, options });
}

function explainParameter(parameter: string, value: string | undefined): Problem | null {
  if (parameter !== "text") return null;
  return value === undefined
    ? problems.textMissing()
    : findTextProblem(value, MAX_QUERY_TEXT_UNITS, { parameter });
}

/** The question in a body; its options come before those of the query. */
export async function readQuestion(request: Request): Promise<Result<Question>> {
  const query = parseQuery(new URL(request.url).search, OptionsQuery);
  if (query.kind === "problem") return query;
  const body = await readBody(request, BODY_LIMITS);
  if (body.kind === "problem") return body;
  if (body.value.kind === "json") return parseJsonQuestion(body.value.json, query.value);
  const { text } = body.value;
  const problem = findTextProblem(text, MAX_TEXT_UNITS, null);
  if (problem !== null) return refuse(problem);
  return succeed({ texts: [text], isList: false, options: query.value });
}

/** Which of the two is meant is seen by `texts`, so that the findings are about that one. */
function parseJsonQuestion(json: unknown, fromQuery: Options): Result<Question> {
  if (Object.hasOwn(Object(json), "texts")) {
    const question = parseMembers(json, TextsQuestion, explainText);
    if (question.kind === "problem") return question;
    const { texts, ...options } = question.value;
    return succeed({ texts, isList: true, options: { ...fromQuery, ...options } });
  }
  const question = parseMembers(json, TextQuestion, explainText);
  if (question.kind === "problem") return question;
  const { text, ...options } = question.value;
  return succeed({ texts: [text], isList: false, options: { ...fromQuery, ...options } });
}

function explainText(path: readonly PropertyKey[], value: string): Problem | null {
  if (path[0] !== "text" && path[0] !== "texts") return null;
  return findTextProblem(value, MAX_TEXT_UNITS, { pointer: pointerOf(path) });
}
