import type { Context, Hono } from "hono";

import { answerOtherMethods } from "../http/other-methods.ts";
import { createProblemResponse } from "../http/problem-response.ts";
import type { Result } from "../http/result.ts";
import type { Serving } from "../http/serving.ts";
import { answerAtDesk, type Answering } from "./answer-at-desk.ts";
import { parseQueryQuestion, type Question, readQuestion } from "./question.ts";
import { checkChoice, checkLoaded } from "./version-choice.ts";

export function addSentimentRoutes(app: Hono, serving: Serving, answering: Answering): void {
  app.get("/sentiment", (context) =>
    answerQuestion(
      context,
      parseQueryQuestion(new URL(context.req.url).search),
      serving,
      answering,
    ),
  );
  app.post("/sentiment", async (context) =>
    answerQuestion(context, await readQuestion(context.req.raw), serving, answering),
  );
  app.all("/sentiment", answerOtherMethods("GET", "POST"));
}

async function answerQuestion(
  context: Context,
  question: Result<Question>,
  serving: Serving,
  answering: Answering,
): Promise<Response> {
  if (question.kind === "problem") return createProblemResponse(question.problem);
  const { options } = question.value;
  const problem = checkChoice(options, serving.settings);
  if (problem !== null) return createProblemResponse(problem);
  return serving.respond(context, async (model) => {
    const other = checkLoaded(options, model, serving.channels);
    return other === null
      ? answerAtDesk(context, question.value, model, answering)
      : createProblemResponse(other);
  });
}
