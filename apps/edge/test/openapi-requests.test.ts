/**
 * The worker held to its own description: requests made from the OpenAPI document
 * are sent to it, and every answer must be one that the document has, of the schema
 * that it says, as an independent validator reads it.
 */
import { reset } from "cloudflare:test";
import { type OutputUnit, type Validator } from "@cfworker/json-schema";
import * as fc from "fast-check";
import { beforeAll, expect, test } from "vitest";

import type { ApiDocument, ApiResponse } from "../src/openapi/api-document.ts";
import { type ApiRequest, apiRequests, SECRET } from "./support/api-requests.ts";
import { createValidator } from "./support/json-schema.ts";
import { createRelease, promote, publish } from "./support/releases.ts";
import { startTestWorker } from "./support/test-worker.ts";

const REQUESTS = 10_000;

const worker = startTestWorker({ variables: { ALLOW_VERSION_CHOICE: "true" } });
let document: ApiDocument;

beforeAll(async () => {
  await reset();
  const release = await createRelease();
  await publish(release);
  await promote(release);
  document = await (await worker.fetch("/openapi.json")).json();
});

test("every answer to 10,000 requests is one that the document has", async () => {
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(apiRequests(document), async (request) => {
      const response = await send(request);
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
      await expectDocumented(request, response);
    }),
    { numRuns: REQUESTS },
  );
  const statuses = [200, 204, 400, 404, 405, 413, 415, 422];
  expect([...seen.keys()]).toEqual(expect.arrayContaining(statuses));
  expect(seen.get(200)).toBeGreaterThan(REQUESTS / 4);
});

function send({ method, path, search, type, body }: ApiRequest): Promise<Response> {
  const headers = type === null ? {} : { "content-type": type };
  return worker.fetch(`${path}${search}`, { method, body, headers, redirect: "manual" });
}

async function expectDocumented(request: ApiRequest, response: Response): Promise<void> {
  const { method, path } = request;
  const methods = document.paths[path];
  const text = await response.text();
  expectHeaders(method, response, text);
  if (methods === undefined) return expectOutside(response);
  const operation = methods[method === "HEAD" ? "get" : method.toLowerCase()];
  if (operation === undefined) return expectOtherMethod(Object.keys(methods), method, response);
  const described = operation.responses[response.status];
  expect(described, `status ${response.status}`).toBeDefined();
  if (described !== undefined) expectResponse(described, response, method, text);
  expectAllowed(request, response);
}

/** Of every answer, whatever it is to. */
function expectHeaders(method: string, { status, headers }: Response, text: string): void {
  expect(status).toBeLessThan(500);
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  const isKept = status < 400 && (method === "GET" || method === "HEAD");
  expect(headers.get("cache-control")).toMatch(
    isKept ? /^(no-store|no-cache|.*max-age)/ : /^no-store$/,
  );
  if (status >= 400) expect(text).not.toContain(SECRET);
}

/** Pages and addresses that there are not. */
function expectOutside({ status }: Response): void {
  expect([200, 204, 404, 405]).toContain(status);
}

function expectOtherMethod(known: readonly string[], method: string, response: Response): void {
  const allowed = new Set(known.map((name) => name.toUpperCase()));
  if (allowed.has("GET")) allowed.add("HEAD");
  const names = response.headers.get("allow")?.split(", ");
  expect(new Set(names)).toEqual(new Set([...allowed, "OPTIONS"]));
  expect(response.status).toBe(method === "OPTIONS" ? 204 : 405);
}

const validators = new Map<ApiResponse, Validator>();

function expectResponse(
  described: ApiResponse,
  response: Response,
  method: string,
  text: string,
): void {
  const [type, media] = Object.entries(described.content)[0] ?? [];
  expect(response.headers.get("content-type")).toBe(type);
  for (const [name, { schema }] of Object.entries(described.headers ?? {})) {
    expect(response.headers.get(name)).toMatch(new RegExp(schema.pattern ?? "", "u"));
  }
  if (method === "HEAD") return expect(text).toBe("");
  const validator = validators.get(described) ?? createValidator(document, media?.schema ?? {});
  validators.set(described, validator);
  const errors: OutputUnit[] = validator.validate(JSON.parse(text)).errors;
  expect(errors).toEqual([]);
}

/** What the document allows is answered, unless it is too much or of another version. */
function expectAllowed({ isAllowed }: ApiRequest, { status }: Response): void {
  if (isAllowed === null) return;
  const statuses = isAllowed ? [200, 404, 413] : [400, 413, 415, 422];
  expect(statuses, isAllowed ? "it is allowed" : "it is not allowed").toContain(status);
}
