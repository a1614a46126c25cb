import type { RateLimiters } from "./access/rate-limits.ts";
import type { PlatformCache } from "./cache/answer-store.ts";
import type { AnalyticsDataset } from "./telemetry/report.ts";

/** What the worker is bound to besides its models; null for what it is not. */
export interface Bindings {
  readonly limiters: RateLimiters;
  readonly analytics: AnalyticsDataset | null;
  readonly cache: PlatformCache | null;
}

export const NO_BINDINGS: Bindings = {
  limiters: { byAddress: null, byKey: null },
  analytics: null,
  cache: null,
};

/** Methods of what a binding has to be. */
const EXPECTED = {
  MODELS: { is: "an R2 bucket", method: "get", isNeeded: true },
  ADDRESS_LIMITER: { is: "a rate limiter", method: "limit", isNeeded: false },
  KEY_LIMITER: { is: "a rate limiter", method: "limit", isNeeded: false },
  ANALYTICS: { is: "an Analytics Engine dataset", method: "writeDataPoint", isNeeded: false },
} as const;

/** What is wrong with the bindings: one that is missing, or is bound to something else. */
export function findBindingProblems(env: object): string[] {
  const found: Readonly<Record<string, unknown>> = { ...env };
  return Object.entries(EXPECTED).flatMap(([name, { is, method, isNeeded }]) => {
    const binding = found[name];
    if (binding === undefined) return isNeeded ? [`${name}: is missing, expected ${is}`] : [];
    return hasMethod(binding, method) ? [] : [`${name}: is something else, expected ${is}`];
  });
}

function hasMethod(binding: unknown, method: string): boolean {
  return typeof Object(binding)[method] === "function";
}

export function readBindings(env: Cloudflare.Env): Bindings {
  return {
    limiters: { byAddress: env.ADDRESS_LIMITER ?? null, byKey: env.KEY_LIMITER ?? null },
    analytics: env.ANALYTICS ?? null,
    cache: caches.default,
  };
}
