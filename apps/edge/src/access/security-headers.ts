import type { MiddlewareHandler } from "hono";

/** For answers that are no pages: nothing in them is ever loaded, run or framed. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The text of a question is in its address, so no address goes to another site. */
const HEADERS: Readonly<Record<string, string>> = {
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
};

/** What a route has set stays; what says nothing of caching is not cached. */
export const setSecurityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  if (!headers.has("content-security-policy")) {
    headers.set("content-security-policy", DATA_POLICY);
  }
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
};
