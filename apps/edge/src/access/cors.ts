import type { MiddlewareHandler } from "hono";

/** Other sites whose pages may ask: `*` is every site. */
export type AllowedOrigins = "*" | readonly string[];

const METHODS = "GET, HEAD, POST";
const REQUEST_HEADERS =
  "Authorization, Content-Type, If-None-Match, Traceparent, X-API-Key, X-Request-Id";
const RESPONSE_HEADERS = "ETag, Retry-After, Server-Timing, Traceresponse, X-Request-Id";

/** Chromium remembers no longer. */
const PREFLIGHT_MAX_AGE_SECONDS = "7200";

/**
 * Lets pages of other sites read the answers (https://fetch.spec.whatwg.org/#http-cors-protocol).
 * Never with cookies, of which there are none. A site that is not allowed is answered
 * as if nothing had been asked of CORS, and its browser keeps the answer from it.
 */
export function createCors(allowed: AllowedOrigins): MiddlewareHandler {
  return async (context, next) => {
    const { headers, method } = context.req.raw;
    const allowOrigin = findAllowOrigin(headers.get("origin"), allowed);
    const isPreflight = method === "OPTIONS" && headers.has("access-control-request-method");
    if (isPreflight && allowOrigin !== null) {
      context.res = new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
    } else await next();
    if (allowed !== "*" && allowed.length > 0) context.res.headers.append("vary", "Origin");
    if (allowOrigin === null) return;
    context.res.headers.set("access-control-allow-origin", allowOrigin);
    if (!isPreflight) context.res.headers.set("access-control-expose-headers", RESPONSE_HEADERS);
  };
}

const PREFLIGHT_HEADERS = {
  "access-control-allow-methods": METHODS,
  "access-control-allow-headers": REQUEST_HEADERS,
  "access-control-max-age": PREFLIGHT_MAX_AGE_SECONDS,
};

function findAllowOrigin(origin: string | null, allowed: AllowedOrigins): string | null {
  if (allowed === "*") return "*";
  return origin !== null && allowed.includes(origin) ? origin : null;
}
