import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";

import type { Logger } from "../logger.ts";
import { beginObservation } from "./observation.ts";
import {
  type AnalyticsDataset,
  type AnsweredRequest,
  describeRequest,
  formatServerTiming,
  writePoints,
} from "./report.ts";
import { chooseRequestId } from "./request-id.ts";
import { roundMs } from "./round-ms.ts";
import { continueTrace, formatTrace } from "./trace-context.ts";

export interface ObserverOptions {
  readonly logger: Logger;
  /** Milliseconds since any fixed moment, for durations. */
  readonly clock: () => number;
  /** Null where none is bound. */
  readonly analytics: AnalyticsDataset | null;
}

/**
 * Observes every request, so it comes first. In a deployed Worker the clock stands
 * still while code runs, so there durations are what was waited for: the cache, the
 * queue, the first load. CPU time is in Workers Logs, beside the line.
 */
export function createObserver({ logger, clock, analytics }: ObserverOptions): MiddlewareHandler {
  return async (context, next) => {
    const startedAt = clock();
    const { headers, method } = context.req.raw;
    const observation = beginObservation(
      chooseRequestId(headers, () => crypto.randomUUID()),
      continueTrace(headers.get("traceparent"), (bytes) => void crypto.getRandomValues(bytes)),
    );
    context.set("observation", observation);
    await next();
    const request: AnsweredRequest = {
      ...observation,
      route: findRoute(context),
      method,
      status: context.res.status,
      durationMs: roundMs(clock() - startedAt),
      keyName: context.get("keyName") ?? null,
    };
    context.res.headers.set("x-request-id", request.requestId);
    context.res.headers.set("traceresponse", formatTrace(request.trace));
    context.res.headers.set("server-timing", formatServerTiming(request));
    logger.info("request", describeRequest(request));
    if (analytics !== null) writePoints(analytics, request);
  };
}

/** What was asked for may be a text, so an address that is none of ours has no name. */
function findRoute(context: Context): string {
  const route = matchedRoutes(context).findLast(({ path }) => !path.includes("*"));
  return route?.path ?? "unknown";
}
