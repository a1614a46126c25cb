import type { Bindings } from "../bindings.ts";
import { AnswerCache } from "../cache/answer-cache.ts";
import { AnswerStore } from "../cache/answer-store.ts";
import { createCachePolicy } from "../cache/cache-policy.ts";
import { ModelDesk } from "../load/model-desk.ts";
import type { Logger } from "../logger.ts";
import type { Settings } from "../settings.ts";
import type { Answer, Answering } from "./answer-at-desk.ts";
import { SentimentAnswer } from "./schemas.ts";

interface Surroundings {
  readonly bindings: Bindings;
  readonly clock: () => number;
  readonly logger: Logger;
}

/** What answers are made with, as the operator wants it. */
export function createAnswering(settings: Settings, surroundings: Surroundings): Answering {
  const { queueQuestions, queueTokens } = settings;
  const { clock } = surroundings;
  const desk = new ModelDesk<Answer>({
    maxQuestions: queueQuestions,
    maxTokens: queueTokens,
    clock,
  });
  return { desk, cache: createCache(settings, surroundings), clock };
}

function createCache(
  settings: Settings,
  { bindings, logger }: Surroundings,
): AnswerCache<Answer> | null {
  const policy = createCachePolicy(settings);
  if (policy === null) return null;
  return new AnswerCache<Answer>({
    store: new AnswerStore({ cache: bindings.cache, cacheControl: policy.stored, logger }),
    headers: policy.headers,
    parse: (json) => SentimentAnswer.safeParse(json).data ?? null,
  });
}
