import * as fc from "fast-check";

import type { ApiDocument, Schema } from "../../src/openapi/api-document.ts";

export type Json = null | boolean | number | string | Json[] | { readonly [name: string]: Json };

/** Values that a schema of the document allows: the part of JSON Schema that its requests use. */
export function arbitraryOf(document: ApiDocument, schema: Schema | boolean): fc.Arbitrary<Json> {
  if (typeof schema === "boolean") throw new Error("no schema of a request is true or false");
  const { $ref, anyOf, enum: values, type } = schema;
  if ($ref !== undefined) return arbitraryOf(document, findSchema(document, $ref));
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((part) => arbitraryOf(document, part)));
  if (values !== undefined) return fc.constantFrom(...values);
  if (type === "object") return objectsOf(document, schema);
  if (type === "array") return arraysOf(document, schema);
  if (type === "string") return stringsOf(schema);
  if (type === "boolean") return fc.boolean();
  throw new Error(`no schema of a request is of type ${String(type)}`);
}

function findSchema({ components }: ApiDocument, reference: string): Schema {
  const schema = components.schemas[reference.split("/").at(-1) ?? ""];
  if (schema === undefined) throw new Error(`there is no ${reference}`);
  return schema;
}

function objectsOf(document: ApiDocument, schema: Schema): fc.Arbitrary<Json> {
  const { properties = {}, required = [] } = schema;
  const members = Object.entries(properties).map(([name, member]) => {
    const pair = fc.tuple(fc.constant(name), arbitraryOf(document, member));
    return required.includes(name) ? pair : sometimes(pair);
  });
  return fc
    .tuple(...members)
    .map((pairs) => Object.fromEntries(pairs.filter((pair) => pair !== null)));
}

/** Seldom enough that most questions name no version, of which few are served. */
function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, { arbitrary: value, weight: 1 });
}

/** Few items as a rule, and now and then as many as there may be. */
function arraysOf(document: ApiDocument, schema: Schema): fc.Arbitrary<Json> {
  const { items = true, minItems = 0, maxItems = minItems + 100 } = schema;
  if (Array.isArray(items)) throw new Error("no schema of a request is a tuple");
  const item = arbitraryOf(document, items);
  const few = fc.array(item, { minLength: minItems, maxLength: maxItems });
  const most = fc.array(item, { minLength: maxItems, maxLength: maxItems });
  return fc.oneof({ arbitrary: few, weight: 20 }, { arbitrary: most, weight: 1 });
}

function stringsOf(schema: Schema): fc.Arbitrary<string> {
  const { pattern = "^", minLength = 0, maxLength = 100, examples = [] } = schema;
  const isAllowed = (text: string): boolean => {
    const { length } = Array.from(text);
    return length >= minLength && length <= maxLength && new RegExp(pattern, "u").test(text);
  };
  const matching = fc.stringMatching(new RegExp(pattern, "u")).filter(isAllowed);
  if (examples.length === 0) return matching;
  const written = fc.constantFrom(...examples.map(String));
  const longer = fc
    .tuple(written, matching, fc.integer({ min: 1, max: 20 }))
    .map(([example, text, times]) => `${example}${text}`.repeat(times))
    .filter(isAllowed);
  return fc.oneof({ arbitrary: matching, weight: 2 }, written, longer);
}
