import type { TraceContext } from "./trace-context.ts";

/** What a text was answered. */
interface ObservedAnswer {
  readonly label: string;
  readonly score: number;
  readonly tokens: number;
}

interface ObservedModel {
  readonly name: string;
  readonly version: string;
}

/** How an answer was come by: `shared` is one that was being made for another request. */
export type AnswerSource = "hit" | "miss" | "not-modified" | "shared";

/**
 * What is noted of a request on its way, to be told when it is answered. There is no
 * place for a text in it. Durations are in ms; null for what did not take place.
 */
export interface Observation {
  readonly requestId: string;
  readonly trace: TraceContext;
  source: AnswerSource | null;
  model: ObservedModel | null;
  answers: readonly ObservedAnswer[];
  queueMs: number | null;
  tokenizerMs: number | null;
  modelMs: number | null;
}

declare module "hono" {
  interface ContextVariableMap {
    observation: Observation;
  }
}

export function beginObservation(requestId: string, trace: TraceContext): Observation {
  return {
    requestId,
    trace,
    source: null,
    model: null,
    answers: [],
    queueMs: null,
    tokenizerMs: null,
    modelMs: null,
  };
}
