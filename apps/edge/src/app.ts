import { Hono } from "hono";

import { createCors } from "./access/cors.ts";
import { createGuard } from "./access/guard.ts";
import { setSecurityHeaders } from "./access/security-headers.ts";
import { type Bindings, NO_BINDINGS } from "./bindings.ts";
import { createErrorResponse } from "./http/error-response.ts";
import { createProblemResponse } from "./http/problem-response.ts";
import { problems } from "./http/problems.ts";
import { createServing } from "./http/serving.ts";
import { type Logger, consoleLogger } from "./logger.ts";
import { addModelInfoRoutes } from "./model-info/routes.ts";
import { ModelHolder } from "./model-holder/model-holder.ts";
import { ServedChannels } from "./model-holder/served-channels.ts";
import type { Limits } from "./model/memory-budget.ts";
import { createReleaseSource } from "./model/release-source.ts";
import type { ModelStore } from "./model-store/model-store.ts";
import { addOpenApiRoutes } from "./openapi/routes.ts";
import { addPageRoutes } from "./page/routes.ts";
import { createAnswering } from "./sentiment/create-answering.ts";
import { addSentimentRoutes } from "./sentiment/routes.ts";
import type { Settings } from "./settings.ts";
import { createObserver } from "./telemetry/observe.ts";
import { addTokenizeRoutes } from "./tokenize/routes.ts";

export interface AppOptions {
  readonly store: ModelStore;
  readonly settings: Settings;
  /** What the platform has besides; none if not given. */
  readonly bindings?: Bindings;
  readonly logger?: Logger;
  /** Milliseconds since any fixed moment. */
  readonly now?: () => number;
  /** Milliseconds since any fixed moment, finer: for the durations in answers. */
  readonly clock?: () => number;
  /** A load that takes longer is given up on; 30 s is how long `waitUntil` keeps one alive. */
  readonly loadLimitMs?: number;
  /** The isolate's number for the canary, 0 to 100 without 100; asked once. */
  readonly draw?: () => number;
  /** What a swap of models may take; the isolate's if not given. */
  readonly limits?: Limits;
}

const LOAD_LIMIT_MS = 30_000;

/** What asks the model or tells of it. The rest is for monitors and for people who look around. */
const GUARDED = ["/sentiment", "/tokenize", "/model"];

/** The worker's HTTP interface. One app holds one model, so make one an isolate. */
export function createApp(options: AppOptions): Hono {
  const { settings, bindings = NO_BINDINGS } = options;
  const { logger = consoleLogger, clock = () => performance.now() } = options;
  const channels = new ServedChannels();
  const holder = createHolder(options, channels, logger);
  const serving = createServing(holder, { settings, clock, channels });
  const app = new Hono();
  app.use(createObserver({ logger, clock, analytics: bindings.analytics }));
  app.use(setSecurityHeaders);
  app.use(createCors(settings.allowedOrigins));
  const guard = createGuard({ ...settings, limiters: bindings.limiters, logger });
  for (const path of GUARDED) app.use(path, guard);
  addSentimentRoutes(app, serving, createAnswering(settings, { bindings, clock, logger }));
  addTokenizeRoutes(app, serving);
  addModelInfoRoutes(app, serving);
  addOpenApiRoutes(app);
  addPageRoutes(app);
  app.notFound(() => createProblemResponse(problems.notFound()));
  app.onError((error, context) => {
    const { requestId } = context.get("observation");
    return createErrorResponse(error, { route: context.req.path, requestId }, logger);
  });
  return app;
}

function createHolder(options: AppOptions, channels: ServedChannels, logger: Logger): ModelHolder {
  const { store, settings, loadLimitMs = LOAD_LIMIT_MS, now = Date.now, draw, limits } = options;
  const { modelName, channel, canaryChannel } = settings;
  const source = { store, modelName, channel, canaryChannel, loadLimitMs, now, draw, limits };
  return new ModelHolder({
    source: channels.watch(createReleaseSource(source)),
    pointerMaxAgeMs: settings.pointerMaxAgeMs,
    loadLimitMs,
    now,
    logger,
  });
}
