import type { Hono } from "hono";

import { answerOtherMethods } from "../http/other-methods.ts";
import { parseMembers, pointerOf } from "../http/parse-members.ts";
import { createProblemResponse } from "../http/problem-response.ts";
import { problems } from "../http/problems.ts";
import { readBody } from "../http/read-body.ts";
import { type Result, refuse, succeed } from "../http/result.ts";
import type { Serving } from "../http/serving.ts";
import { identify } from "../model-info/model-identity.ts";
import type { Model } from "../model/model.ts";
import { MAX_MODEL_TOKENS, MAX_TEXT_UNITS, BODY_LIMITS } from "../sentiment/limits.ts";
import { findTextProblem } from "../sentiment/text.ts";
import { encodeInWindows } from "../sentiment/windowed-text.ts";
import { type TokenizeAnswer, TokenizeQuestion } from "./schemas.ts";

export function addTokenizeRoutes(app: Hono, serving: Serving): void {
  app.post("/tokenize", async (context) => {
    const text = await readText(context.req.raw);
    if (text.kind === "problem") return createProblemResponse(text.problem);
    return serving.answer(context, async (model) => tokenize(text.value, model));
  });
  app.all("/tokenize", answerOtherMethods("POST"));
}

async function readText(request: Request): Promise<Result<string>> {
  const body = await readBody(request, BODY_LIMITS);
  if (body.kind === "problem") return body;
  if (body.value.kind === "json") {
    const question = parseMembers(body.value.json, TokenizeQuestion, (path, value) =>
      findTextProblem(value, MAX_TEXT_UNITS, { pointer: pointerOf(path) }),
    );
    return question.kind === "problem" ? question : succeed(question.value.text);
  }
  const problem = findTextProblem(body.value.text, MAX_TEXT_UNITS, null);
  return problem === null ? succeed(body.value.text) : refuse(problem);
}

function tokenize(text: string, model: Model): Result<TokenizeAnswer> {
  const { encoding, windows } = encodeInWindows(text, model);
  const { length } = encoding.ids;
  if (length > MAX_MODEL_TOKENS) return refuse(problems.workTooLarge(length, MAX_MODEL_TOKENS));
  return succeed({
    tokens: [...encoding.tokens],
    ids: [...encoding.ids],
    offsets: encoding.offsets.map((place) => place && [place[0], place[1]]),
    windows: windows.length,
    model: identify(model),
  });
}
