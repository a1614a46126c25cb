import type { MiddlewareHandler } from "hono";

import { createProblemResponse } from "../http/problem-response.ts";
import { problems } from "../http/problems.ts";
import type { Logger } from "../logger.ts";
import { type ApiKeyHash, findKeyName, readApiKey } from "./api-keys.ts";
import { mayAsk, type RateLimiters, readAddress } from "./rate-limits.ts";

export interface GuardOptions {
  /** Empty where everyone may ask. */
  readonly apiKeys: readonly ApiKeyHash[];
  readonly limiters: RateLimiters;
  /** What the limiters' bindings count over. */
  readonly limitPeriodSeconds: number;
  readonly logger: Logger;
}

declare module "hono" {
  interface ContextVariableMap {
    /** Whose API key came with the request. */
    keyName: string;
  }
}

/**
 * Lets through who may ask. Who has a key is limited by it, wherever it is used;
 * all others by their address, which also limits how often keys can be guessed.
 * OPTIONS says what there is and asks nothing.
 */
export function createGuard(options: GuardOptions): MiddlewareHandler {
  const { apiKeys, limiters, limitPeriodSeconds, logger } = options;
  const refuse = (): Response => createProblemResponse(problems.rateLimited(limitPeriodSeconds));
  return async (context, next) => {
    const { headers, method } = context.req.raw;
    if (method === "OPTIONS") return next();
    const key = apiKeys.length === 0 ? null : readApiKey(headers);
    const name = key === null ? null : await findKeyName(key, apiKeys);
    if (name !== null) {
      if (!(await mayAsk(limiters.byKey, name, logger))) return refuse();
      context.set("keyName", name);
      return next();
    }
    if (!(await mayAsk(limiters.byAddress, readAddress(headers), logger))) return refuse();
    return apiKeys.length === 0 ? next() : createUnauthorized(key);
  };
}

function createUnauthorized(key: string | null): Response {
  const error = key === null ? "" : ', error="invalid_token"';
  return createProblemResponse(problems.unauthorized(key !== null), {
    "www-authenticate": `Bearer realm="kanjo"${error}`,
  });
}
