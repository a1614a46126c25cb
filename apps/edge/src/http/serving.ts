import type { Context } from "hono";

import type { ModelHolder } from "../model-holder/model-holder.ts";
import type { ServedChannels } from "../model-holder/served-channels.ts";
import type { Model } from "../model/model.ts";
import type { Settings } from "../settings.ts";
import { createProblemResponse } from "./problem-response.ts";
import { problems } from "./problems.ts";
import type { Result } from "./result.ts";

/** What the routes need to answer. */
export interface Serving {
  readonly settings: Settings;
  /** Milliseconds since any fixed moment, for durations. */
  readonly clock: () => number;
  readonly channels: Pick<ServedChannels, "find">;
  /** Lets `work` answer with the model; 503 while there is none. */
  respond(context: Context, work: (model: Model) => Promise<Response>): Promise<Response>;
  /** Answers with what `work` makes of the model; 503 while there is none. */
  answer(context: Context, work: (model: Model) => Promise<Result<object>>): Promise<Response>;
}

export function createServing(
  holder: ModelHolder,
  options: Omit<Serving, "answer" | "respond">,
): Serving {
  const respond: Serving["respond"] = async (context, work) => {
    const outcome = await holder.use(context.executionCtx, work);
    return outcome.kind === "answered"
      ? outcome.value
      : createProblemResponse(problems.modelUnavailable(outcome.reason));
  };
  return {
    ...options,
    respond,
    answer: (context, work) =>
      respond(context, async (model) => createResultResponse(await work(model))),
  };
}

export function createResultResponse(
  result: Result<object>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return result.kind === "value"
    ? Response.json(result.value, { headers })
    : createProblemResponse(result.problem);
}
