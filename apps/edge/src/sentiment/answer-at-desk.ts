import type { Context } from "hono";

import type { AnswerCache } from "../cache/answer-cache.ts";
import { digestQuestion } from "../cache/digest-question.ts";
import type { Result } from "../http/result.ts";
import { createResultResponse } from "../http/serving.ts";
import type { ModelDesk } from "../load/model-desk.ts";
import type { Model } from "../model/model.ts";
import type { AnswerSource, Observation } from "../telemetry/observation.ts";
import { roundMs } from "../telemetry/round-ms.ts";
import { analyse } from "./analysis.ts";
import type { Question } from "./question.ts";
import type { SentimentAnswer, SentimentAnswers } from "./schemas.ts";

export type Answer = SentimentAnswer | SentimentAnswers;

/** What answers are made with. */
export interface Answering {
  readonly desk: ModelDesk<Answer>;
  /** Null where answers are not kept. */
  readonly cache: AnswerCache<Answer> | null;
  /** Milliseconds since any fixed moment, for durations. */
  readonly clock: () => number;
}

/** Answers what GET asks for from the cache, where there is one; all else at the desk. */
export async function answerAtDesk(
  context: Context,
  question: Question,
  model: Model,
  { desk, cache, clock }: Answering,
): Promise<Response> {
  const request = context.req.raw;
  const observation = context.get("observation");
  observation.model = { name: model.name, version: model.version };
  const keepAlive = (promise: Promise<unknown>): void => context.executionCtx.waitUntil(promise);
  const digest = await digestQuestion(question, model);
  const ask = async (): Promise<Result<Answer>> => {
    const asker = { signal: request.signal, keepAlive };
    const served = await desk.serve(digest, asker, (place) =>
      analyse(question, model, place, clock),
    );
    observation.queueMs = roundMs(served.queueMs);
    observe(served.result, served.isShared ? "shared" : "miss", observation);
    return served.result;
  };
  if (cache === null || request.method === "POST") return createResultResponse(await ask());
  const outcome = await cache.answer({ request, digest, keepAlive }, ask);
  if (outcome.kind === "not-modified") {
    observation.source = outcome.kind;
    return new Response(null, { status: 304, headers: outcome.headers });
  }
  if (outcome.kind === "hit") observe(outcome.result, outcome.kind, observation);
  return createResultResponse(outcome.result, outcome.headers);
}

function observe(result: Result<Answer>, source: AnswerSource, observation: Observation): void {
  observation.source = source;
  if (result.kind === "problem") return;
  const { value } = result;
  const answers = "results" in value ? value.results : [value];
  observation.answers = answers.map(({ label, score, tokens }) => ({ label, score, tokens }));
  if (source === "miss") Object.assign(observation, value.timing);
}
