import type { MiddlewareHandler } from "hono";

/** Answers belong to the model of the moment, so nothing is cached. */
export const setResponseHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  context.header("cache-control", "no-store");
  context.header("x-content-type-options", "nosniff");
};
