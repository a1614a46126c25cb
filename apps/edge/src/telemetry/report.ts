/** An observed request as a log line, as data points and as a `Server-Timing`. */
import { type AnalyticsPoint, toColumns } from "@kanjo/shared/analytics";

import type { LogFields } from "../logger.ts";
import type { Observation } from "./observation.ts";

/** An observation, and what is known once the request is answered. */
export interface AnsweredRequest extends Observation {
  /** As the app has it, never as it was asked: `/problems/:name`. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  /** Whose API key came with it. */
  readonly keyName: string | null;
}

/** What is used of an Analytics Engine binding. */
export type AnalyticsDataset = Pick<AnalyticsEngineDataset, "writeDataPoint">;

/** Fields of the line in the log. */
export function describeRequest(request: AnsweredRequest): LogFields {
  const { trace, model, answers } = request;
  const [only] = answers.length === 1 ? answers : [];
  return {
    requestId: request.requestId,
    traceId: trace.traceId,
    spanId: trace.spanId,
    parentSpanId: trace.parentSpanId,
    method: request.method,
    route: request.route,
    status: request.status,
    keyName: request.keyName,
    source: request.source,
    model: model?.name ?? null,
    version: model?.version ?? null,
    texts: answers.length,
    label: only?.label ?? null,
    tokens: answers.reduce((sum, { tokens }) => sum + tokens, 0),
    queueMs: request.queueMs,
    tokenizerMs: request.tokenizerMs,
    modelMs: request.modelMs,
    durationMs: request.durationMs,
  };
}

/** One a text, or one for a request without answers. */
export function writePoints(dataset: AnalyticsDataset, request: AnsweredRequest): void {
  const { answers, route, status, source, model, durationMs } = request;
  const rest = {
    route,
    version: model?.version ?? "",
    cache: source ?? "none",
    statusClass: `${Math.floor(status / 100)}xx`,
    model: model?.name ?? "",
    durationMs,
  };
  const texts = answers.length > 0 ? answers : [{ label: "", score: 0, tokens: 0 }];
  for (const [index, { label, score, tokens }] of texts.entries()) {
    const point: AnalyticsPoint = { ...rest, label, score, tokens, requests: index === 0 ? 1 : 0 };
    dataset.writeDataPoint(toColumns(point));
  }
}

/** What took how long, in ms (https://www.w3.org/TR/server-timing/). */
export function formatServerTiming(request: AnsweredRequest): string {
  const { source, queueMs, tokenizerMs, modelMs, durationMs } = request;
  const durations = { queue: queueMs, tokenizer: tokenizerMs, model: modelMs, total: durationMs };
  const metrics = Object.entries(durations)
    .filter(([, ms]) => ms !== null)
    .map(([name, ms]) => `${name};dur=${ms}`);
  return [...(source === null ? [] : [`cache;desc=${source}`]), ...metrics].join(", ");
}
