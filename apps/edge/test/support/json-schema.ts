import { type Schema, Validator } from "@cfworker/json-schema";

import type { ApiDocument, Schema as ApiSchema } from "../../src/openapi/api-document.ts";

/** An independent judge of JSON by a schema of the document. */
export function createValidator(document: ApiDocument, schema: ApiSchema): Validator {
  return compileSchema({ ...schema, components: document.components });
}

/** @param schema JSON Schema 2020-12 */
export function compileSchema(schema: object): Validator {
  const copy: Schema = JSON.parse(JSON.stringify(schema));
  return new Validator(copy, "2020-12", false);
}
