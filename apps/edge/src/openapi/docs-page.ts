/**
 * The API description for people: static HTML made from the OpenAPI document,
 * without a script and with nothing from elsewhere. The style sheet stands in the
 * page, and the content security policy allows it by its digest and nothing else.
 */
import { html, raw } from "hono/html";

import { PROBLEM_TYPES } from "../http/problem.ts";
import type { ApiDocument, ApiOperation, ApiResponse, Content } from "./api-document.ts";
import { STYLE } from "./docs-style.ts";
import { type Html, renderRows, renderType } from "./render-schema.ts";

export interface DocsPage {
  readonly html: string;
  /** The page's `Content-Security-Policy`. */
  readonly policy: string;
}

export async function createDocsPage(document: ApiDocument): Promise<DocsPage> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${await digest(STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { html: String(await renderPage(document)), policy: policy.join("; ") };
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function renderPage({ info, paths, components }: ApiDocument): Html {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      html`<section id="${name}">
        <h3>${name}</h3>
        ${renderRows(schema)}
      </section>`,
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${info.title} API</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>
          <h1>${info.title} API</h1>
          <p>${info.summary} ${info.description}</p>
          <p>For machines: <a href="/openapi.json">openapi.json</a>, version ${info.version}.</p>
          <h2>Operations</h2>
          ${operations}
          <h2>Schemas</h2>
          ${schemas}
          <h2>Problems</h2>
          <dl>${Object.entries(PROBLEM_TYPES).map(renderProblem)}</dl>
        </main>
      </body>
    </html> `;
}

function renderOperation(method: string, path: string, operation: ApiOperation): Html {
  const { operationId, summary, description = "" } = operation;
  return html`<section id="${operationId}">
    <h3><code>${method.toUpperCase()} ${path}</code></h3>
    <p>${summary}. ${description}</p>
    <pre tabindex="0"><code>${writeCurl(path, operation)}</code></pre>
    ${renderParameters(operation)} ${renderBody(operation)}
    <h4>Answers</h4>
    <dl>${Object.entries(operation.responses).map(renderAnswer)}</dl>
  </section>`;
}

/** A request to try; `$KANJO` is the worker's address. */
function writeCurl(path: string, { parameters = [], requestBody }: ApiOperation): string {
  const example = requestBody?.content["application/json"]?.example;
  if (example !== undefined) return `curl $KANJO${path} --json '${JSON.stringify(example)}'`;
  const required = parameters.filter((parameter) => parameter.required);
  const given = required.map(
    ({ name, schema }) => ` --data-urlencode '${name}=${String(schema.examples?.[0])}'`,
  );
  return `curl ${given.length > 0 ? "--get " : ""}$KANJO${path}${given.join("")}`;
}

function renderParameters({ parameters = [] }: ApiOperation): Html | "" {
  if (parameters.length === 0) return "";
  const rows = parameters.map(
    ({ name, schema, required, description }) =>
      html`<dt><code>${name}</code> ${renderType(schema)}${required ? "" : ", optional"}</dt>
        <dd>${description}</dd>`,
  );
  return html`<h4>Query</h4>
    <dl>${rows}</dl>`;
}

function renderBody({ requestBody }: ApiOperation): Html | "" {
  if (requestBody === undefined) return "";
  return html`<h4>Body</h4>
    <ul>
      ${renderContent(requestBody.content)}
    </ul>`;
}

function renderAnswer([status, { description, content }]: [string, ApiResponse]): Html {
  return html`<dt>${status}</dt>
    <dd>
      ${description}
      <ul>
        ${renderContent(content)}
      </ul>
    </dd>`;
}

function renderContent(content: Content): Html[] {
  return Object.entries(content).map(
    ([type, { schema }]) => html`<li><code>${type}</code>: ${renderType(schema)}</li>`,
  );
}

function renderProblem([name, { status, title }]: [
  string,
  { readonly status: number; readonly title: string },
]): Html {
  return html`<dt id="${name}"><code>/problems/${name}</code> ${status}</dt>
    <dd>${title}.</dd>`;
}
