/**
 * Requests made from the OpenAPI document and nothing else: what it allows, what
 * comes near to it, and what has little to do with it. They print as what they are,
 * so that a case that fails can be read.
 */
import * as fc from "fast-check";

import type {
  ApiDocument,
  ApiOperation,
  Parameter,
  Schema,
} from "../../src/openapi/api-document.ts";
import { arbitraryOf, type Json } from "./schema-arbitrary.ts";
import { createValidator } from "./json-schema.ts";

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** As it stands in the address, with the `?`. */
  readonly search: string;
  readonly type: string | null;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
  /** Whether the document allows it; null for what it says nothing of. */
  readonly isAllowed: boolean | null;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
/** Stands in texts and names, and must not come back in a problem. */
export const SECRET = "秘密";

const JSON_TYPES = ["application/json", "Application/JSON", 'application/json; charset="UTF-8"'];
const PLAIN_TYPES = ["text/plain", "text/plain;charset=utf-8"];
const OTHER_TYPES = ["", "json", "text/html", "application/json; charset=utf-16", "text/plain; x"];

/** Requests to all operations of the document. */
export function apiRequests(document: ApiDocument): fc.Arbitrary<ApiRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const of = operations.map(({ path, method, operation }) => {
    const search = searches(document, operation.parameters ?? []);
    const content = contents(document, operation);
    const methods = method === "get" ? ["GET", "HEAD"] : ["POST"];
    const arbitrary = fc
      .record({ method: fc.constantFrom(...methods), search, content })
      .map(({ search: query, content: { isAllowed, ...others }, ...request }) => ({
        ...request,
        path,
        search: query.search,
        ...others,
        isAllowed: isAllowed && query.isAllowed,
      }));
    // The more there is to say, the more often.
    const weight = 1 + (operation.parameters?.length ?? 0) + (operation.requestBody ? 3 : 0);
    return { arbitrary, weight };
  });
  const paths = Object.keys(document.paths);
  return fc.oneof({ arbitrary: fc.oneof(...of), weight: 9 }, strangers(paths));
}

/** Any method anywhere. */
function strangers(paths: readonly string[]): fc.Arbitrary<ApiRequest> {
  const unknown = fc.webPath().map((path) => `/${path.replace(/^\/+/, "")}`);
  return fc.record({
    method: fc.constantFrom(...METHODS),
    path: fc.oneof(fc.constantFrom(...paths, "/", "/sentiment/", "/openapi.json"), unknown),
    search: fc.constantFrom("", "?", "?text=a"),
    type: fc.constant(null),
    body: fc.constant(null),
    isAllowed: fc.constant(null),
  });
}

type Pair = readonly [name: string, value: unknown];

interface Search {
  readonly search: string;
  readonly isAllowed: boolean;
}

function searches(document: ApiDocument, parameters: readonly Parameter[]): fc.Arbitrary<Search> {
  const names = parameters.map(({ name }) => name);
  if (names.length === 0) return fc.constant({ search: "", isAllowed: true });
  const schema: Schema = {
    type: "object",
    properties: Object.fromEntries(
      parameters.map((parameter) => [parameter.name, parameter.schema]),
    ),
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
  const validator = createValidator(document, schema);
  const allowed = arbitraryOf(document, schema).map((values) => Object.entries(Object(values)));
  const added = fc.array(fc.tuple(strangeNames(names), strangeTexts), { maxLength: 2 });
  const near = fc
    .tuple(allowed, added)
    .chain(([pairs, others]) => fc.shuffledSubarray([...pairs, ...others]));
  const raw = fc.constantFrom("?text=%", "?text=%E3%8", "?text=%93%FA", "?%ff=1", "?text=a&text=b");
  const isAllowed = (pairs: readonly Pair[]): boolean =>
    new Set(pairs.map(([name]) => name)).size === pairs.length &&
    validator.validate(Object.fromEntries(pairs)).valid;
  return fc.oneof(
    { arbitrary: allowed.map((pairs) => writeSearch(pairs, true)), weight: 6 },
    { arbitrary: near.map((pairs) => writeSearch(pairs, isAllowed(pairs))), weight: 3 },
    { arbitrary: raw.map((search) => ({ search, isAllowed: false })), weight: 1 },
  );
}

function strangeNames(names: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...names, "", "__proto__", "Text", SECRET), fc.string());
}

/** Well-formed, because nothing else can be percent-encoded. */
const strangeTexts = fc.oneof(
  fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  fc.constantFrom("", " \u3000", "true", `a\0${SECRET}`, SECRET, SECRET.repeat(1_001), "../x"),
);

function writeSearch(pairs: readonly Pair[], isAllowed: boolean): Search {
  const written = pairs.map((pair) =>
    pair.map((part) => encodeURIComponent(String(part))).join("="),
  );
  return { search: written.length === 0 ? "" : `?${written.join("&")}`, isAllowed };
}

type Content = Pick<ApiRequest, "type" | "body"> & { readonly isAllowed: boolean };

function contents(document: ApiDocument, { requestBody }: ApiOperation): fc.Arbitrary<Content> {
  if (requestBody === undefined) return fc.constant({ type: null, body: null, isAllowed: true });
  const { "application/json": json, "text/plain": plain } = requestBody.content;
  if (json === undefined || plain === undefined) throw new Error("a body of another type");
  const validator = createValidator(document, json.schema);
  const jsonType = fc.constantFrom(...JSON_TYPES);
  const allowed = arbitraryOf(document, json.schema);
  const near = allowed.chain(damage);
  const texts = arbitraryOf(document, plain.schema).map(String);
  const textValidator = createValidator(document, plain.schema);
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ type: jsonType, body: allowed.map(write) }).map(allow) },
    {
      weight: 4,
      arbitrary: fc.tuple(jsonType, near).map(([type, value]) => ({
        type,
        body: write(value),
        isAllowed: validator.validate(value).valid,
      })),
    },
    {
      weight: 2,
      arbitrary: fc.record({ type: fc.constantFrom(...PLAIN_TYPES), body: texts }).map(allow),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ type: fc.constantFrom(...PLAIN_TYPES), body: strangeTexts })
        .map(({ type, body }) => ({
          type,
          body,
          isAllowed: textValidator.validate(body).valid,
        })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom(...JSON_TYPES, ...PLAIN_TYPES),
        body: fc
          .uint8Array({ maxLength: 30 })
          .map((bytes) => new Uint8Array([...bytes, 0xff, ...bytes])),
        isAllowed: fc.constant(false),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom(...OTHER_TYPES),
        body: fc.oneof(allowed.map(write), fc.constant("")),
        isAllowed: fc.constant(false),
      }),
    },
  );
}

function allow(content: Pick<ApiRequest, "type" | "body">): Content {
  return { ...content, isAllowed: true };
}

function write(value: Json): string {
  return JSON.stringify(value);
}

/** A body that is nearly right: a member is missing, added or another. */
function damage(value: Json): fc.Arbitrary<Json> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return strangeValues;
  const names = Object.keys(value);
  const name = fc.oneof(
    { arbitrary: fc.constantFrom(...names), weight: 3 },
    fc.constantFrom("text", "texts", "__proto__", "constructor", SECRET),
    fc.string(),
  );
  return fc.oneof(
    { arbitrary: fc.subarray(names).map((kept) => pick(value, kept)), weight: 2 },
    {
      arbitrary: fc
        .tuple(name, strangeValues)
        .map(([member, strange]) =>
          Object.fromEntries([...Object.entries(value), [member, strange]]),
        ),
      weight: 6,
    },
    strangeValues,
  );
}

function pick(value: { readonly [name: string]: Json }, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

const loneSurrogates = fc.constantFrom("\ud83d", `\udc00${SECRET}`, "a\ud800b");

const strangeValues: fc.Arbitrary<Json> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value): Json => JSON.parse(JSON.stringify(value))),
  fc.oneof(strangeTexts, loneSurrogates),
  fc.array(fc.oneof(strangeTexts, loneSurrogates, fc.constant("良い")), { maxLength: 70 }),
  fc.constant(SECRET.repeat(10_001)),
);
