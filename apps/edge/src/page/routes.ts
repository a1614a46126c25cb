/** The page for people who would rather try than read: one document, which asks the API beside it. */
import type { Context, Hono } from "hono";

import { isNamedIn } from "../cache/entity-tag.ts";
import { answerOtherMethods } from "../http/other-methods.ts";
import { HTML, POLICY, TAG } from "./built-page.ts";

const HEADERS = {
  "cache-control": "no-cache",
  "content-security-policy": POLICY,
  etag: TAG,
  "referrer-policy": "no-referrer",
};

export function addPageRoutes(app: Hono): void {
  app.get("/", answerPage);
  app.all("/", answerOtherMethods("GET"));
}

function answerPage(context: Context): Response {
  const known = context.req.header("if-none-match") ?? null;
  return isNamedIn(known, TAG)
    ? context.body(null, 304, HEADERS)
    : context.html(HTML, 200, HEADERS);
}
