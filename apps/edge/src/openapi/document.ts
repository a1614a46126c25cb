/**
 * The OpenAPI 3.1 document. Its schemas are JSON Schema 2020-12, made by zod from
 * the schemas that requests are read by and answers are typed by, so that it
 * cannot say anything else.
 */
import * as z from "zod";

import { Problem, PROBLEM_TYPES, type ProblemName } from "../http/problem.ts";
import { ModelIdentity } from "../model-info/model-identity.ts";
import * as modelInfo from "../model-info/schemas.ts";
import * as sentiment from "../sentiment/schemas.ts";
import { BodyText } from "../sentiment/text.ts";
import * as tokenize from "../tokenize/schemas.ts";
import type { ApiDocument, ApiOperation, ApiResponse, Parameter, Schema } from "./api-document.ts";
import { type Operation, OPERATIONS, SentimentReply } from "./operations.ts";

/** Names under `components.schemas`; what has none stands where it is used. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Text: BodyText,
  SentimentQuestion: sentiment.SentimentQuestion,
  SentimentReply,
  TextQuestion: sentiment.TextQuestion,
  TextsQuestion: sentiment.TextsQuestion,
  SentimentAnswer: sentiment.SentimentAnswer,
  SentimentAnswers: sentiment.SentimentAnswers,
  TextAnswer: sentiment.TextAnswer,
  SentenceAnswer: sentiment.SentenceAnswer,
  Influence: sentiment.Influence,
  TokenizeQuestion: tokenize.TokenizeQuestion,
  TokenizeAnswer: tokenize.TokenizeAnswer,
  ModelIdentity,
  ModelFacts: modelInfo.ModelFacts,
  Health: modelInfo.Health,
  Readiness: modelInfo.Readiness,
  Problem,
};

const JSON_SCHEMA = {
  io: "input",
  uri: (id: string) => `#/components/schemas/${id}`,
} as const;

export function createDocument(): ApiDocument {
  return {
    openapi: "3.1.0",
    info: {
      title: "Kanjo",
      version: "1.0.0",
      summary: "Sentiment of Japanese texts.",
      description:
        "GET is for short texts, POST for longer ones and for several. Problems are told as RFC 9457 has it, with types that stay the same; none quotes the text.",
      license: { name: "MIT", identifier: "MIT" },
    },
    paths: createPaths(),
    components: { schemas: createSchemas(), securitySchemes: SECURITY_SCHEMES },
  };
}

/** Where the operator wants one, either way. */
const SECURITY_SCHEMES = {
  bearer: { type: "http", scheme: "bearer", description: "An API key." },
  header: { type: "apiKey", in: "header", name: "X-API-Key", description: "An API key." },
} as const;
const SECURITY = [{}, { bearer: [] }, { header: [] }];

function createSchemas(): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NAMED)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, JSON_SCHEMA);
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [id, schema]),
  );
}

function createPaths(): ApiDocument["paths"] {
  const paths: Record<string, Record<string, ApiOperation>> = {};
  for (const operation of OPERATIONS) {
    const methods = (paths[operation.path] ??= {});
    methods[operation.method] = describeOperation(operation);
  }
  return paths;
}

function describeOperation(operation: Operation): ApiOperation {
  const { id, summary, description, query, body } = operation;
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    ...(query && { parameters: describeParameters(query) }),
    ...(body && { requestBody: describeBody(body) }),
    ...(operation.problems.includes("unauthorized") && { security: SECURITY }),
    responses: {
      200: describeAnswer(operation.answer),
      ...(operation.isKept && { 304: NOT_MODIFIED }),
      ...describeProblems(operation.problems),
    },
  };
}

function describeParameters(query: z.ZodObject): Parameter[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = toSchema(property);
    return {
      name,
      in: "query",
      ...(description !== undefined && { description }),
      required: required.includes(name),
      schema,
    };
  });
}

/** JSON Schema knows `true` and `false` as schemas; zod makes neither of a property. */
function toSchema(property: Schema | boolean): Schema {
  return typeof property === "boolean" ? {} : property;
}

function describeBody({ schema, example }: NonNullable<Operation["body"]>) {
  return {
    required: true,
    content: {
      "application/json": { schema: refer(schema), example },
      "text/plain": { schema: refer(BodyText) },
    },
  };
}

function describeAnswer(answer: z.ZodType): ApiResponse {
  return {
    description: "The answer",
    content: { "application/json": { schema: refer(answer) } },
  };
}

/** One response a status; its schema names the types that it can have. */
function describeProblems(names: readonly ProblemName[]): Record<string, ApiResponse> {
  const byStatus = Object.groupBy(names, (name) => PROBLEM_TYPES[name].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group]) => [status, describeProblem(group)]),
  );
}

function describeProblem(names: readonly ProblemName[]): ApiResponse {
  const types = names.map((name) => `/problems/${name}`);
  const isRetried = names.some((name) => [429, 503].includes(PROBLEM_TYPES[name].status));
  return {
    description: `${names.map((name) => PROBLEM_TYPES[name].title).join(". ")}.`,
    ...(isRetried && { headers: { "Retry-After": RETRY_AFTER } }),
    content: {
      "application/problem+json": {
        schema: { allOf: [refer(Problem), { properties: { type: { enum: types } } }] },
      },
    },
  };
}

const NOT_MODIFIED: ApiResponse = {
  description: "The answer is the one whose ETag was named in If-None-Match.",
  content: {},
};

const RETRY_AFTER = {
  description: "Seconds after which to ask again.",
  required: true,
  schema: { type: "string", pattern: "^[0-9]+$" },
} as const;

function refer(schema: z.ZodType): Schema {
  const entry = Object.entries(NAMED).find(([, named]) => named === schema);
  if (entry === undefined) throw new Error("a schema of an operation has no name");
  return { $ref: JSON_SCHEMA.uri(entry[0]) };
}
