import { Hono } from "hono";

import { createErrorResponse } from "./http/error-response.ts";
import { createProblemResponse } from "./http/problem-response.ts";
import { answerOtherMethods } from "./http/other-methods.ts";
import { problems } from "./http/problems.ts";
import { setResponseHeaders } from "./http/response-headers.ts";
import type { Health, Readiness, SentimentAnswer } from "./http/schemas.ts";
import { parseSentimentQuery } from "./http/sentiment-query.ts";
import { type Logger, consoleLogger } from "./logger.ts";
import { ModelHolder, type Waiter } from "./model-holder/model-holder.ts";
import { DictionaryPool } from "./model/dictionary-pool.ts";
import { loadModel } from "./model/load-model.ts";
import type { Model } from "./model/model.ts";
import { readPointer } from "./model/read-release.ts";
import type { ModelStore } from "./model-store/model-store.ts";
import { readWasmBytes } from "./runtime/wasm-heap.ts";
import type { Settings } from "./settings.ts";

export interface AppOptions {
  readonly store: ModelStore;
  readonly settings: Settings;
  readonly logger?: Logger;
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number;
  /** A load that takes longer is given up on; 30 s is how long `waitUntil` keeps one alive. */
  readonly loadLimitMs?: number;
}

const LOAD_LIMIT_MS = 30_000;

/** The worker's HTTP interface. One app holds one model, so make one an isolate. */
export function createApp(options: AppOptions): Hono {
  const { logger = consoleLogger } = options;
  const holder = createHolder(options, logger);
  const app = new Hono();
  app.use(setResponseHeaders);
  app.get("/healthz", (context) => context.json({ status: "ok" } satisfies Health));
  app.get("/readyz", (context) => answer(context.executionCtx, holder, describeReadiness));
  app.get("/sentiment", (context) => {
    const query = parseSentimentQuery(new URL(context.req.url).search);
    if (query.kind === "problem") return createProblemResponse(query.problem);
    return answer(context.executionCtx, holder, (model) => answerSentiment(model, query.text));
  });
  for (const path of ["/healthz", "/readyz", "/sentiment"]) app.all(path, answerOtherMethods);
  app.notFound(() => createProblemResponse(problems.notFound()));
  app.onError((error, context) => createErrorResponse(error, context.req.path, logger));
  return app;
}

function createHolder(options: AppOptions, logger: Logger): ModelHolder {
  const { store, settings, loadLimitMs = LOAD_LIMIT_MS, now = Date.now } = options;
  const dictionaries = new DictionaryPool({ store, readLimitMs: loadLimitMs, now });
  const source = { store, dictionaries };
  return new ModelHolder({
    source: {
      readPointer: () => readPointer(store, settings.modelName, settings.channel),
      loadModel: (pointer) => loadModel(source, pointer),
    },
    pointerMaxAgeMs: settings.pointerMaxAgeMs,
    loadLimitMs,
    now,
    logger,
  });
}

async function answer(
  waiter: Waiter,
  holder: ModelHolder,
  work: (model: Model) => Promise<object>,
): Promise<Response> {
  const outcome = await holder.use(waiter, work);
  return outcome.kind === "answered"
    ? Response.json(outcome.value)
    : createProblemResponse(problems.modelUnavailable(outcome.reason));
}

async function describeReadiness(model: Model): Promise<Readiness> {
  const { name, version, manifestSha256 } = model;
  return {
    status: "ready",
    model: { name, version, manifestSha256 },
    memory: { wasmBytes: readWasmBytes() },
  };
}

async function answerSentiment(model: Model, text: string): Promise<SentimentAnswer> {
  const { label, score, scores, tokens, truncated } = await model.classify(text);
  const { name, version } = model;
  return { label, score, scores, model: { name, version }, tokens, truncated };
}
