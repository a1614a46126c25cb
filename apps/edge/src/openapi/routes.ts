import type { Hono } from "hono";

import { answerOtherMethods } from "../http/other-methods.ts";
import { PROBLEM_TYPES } from "../http/problem.ts";
import { createDocsPage, type DocsPage } from "./docs-page.ts";
import { createDocument } from "./document.ts";

/** The API description and its page, both made when they are first asked for. */
export function addOpenApiRoutes(app: Hono): void {
  let document: string | null = null;
  let page: Promise<DocsPage> | null = null;
  app.get("/openapi.json", (context) => {
    document ??= JSON.stringify(createDocument());
    return context.body(document, 200, { "content-type": "application/json" });
  });
  app.get("/docs", async (context) => {
    page ??= createDocsPage(createDocument());
    const { html, policy } = await page;
    return context.html(html, 200, { "content-security-policy": policy });
  });
  app.get("/problems/:name", (context) => {
    const name = context.req.param("name");
    if (!Object.hasOwn(PROBLEM_TYPES, name)) return context.notFound();
    return context.redirect(`/docs#${name}`);
  });
  for (const path of ["/openapi.json", "/docs", "/problems/:name"]) {
    app.all(path, answerOtherMethods("GET"));
  }
}
