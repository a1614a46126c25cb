import * as z from "zod";

import * as event from "./event.ts";
import * as job from "./job.ts";

/** JSON Schema of all jobs and events, each named schema once under `$defs`; shapes only, no limits on values. */
export function contractJsonSchema(): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, value] of Object.entries({ ...job, ...event })) {
    if (value instanceof z.ZodType) registry.add(value, { id });
  }
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/$defs/${id}`,
    override: ({ jsonSchema }) => {
      delete jsonSchema.minLength;
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Message",
    anyOf: [{ $ref: "#/$defs/Job" }, { $ref: "#/$defs/EngineEvent" }],
    $defs: Object.fromEntries(
      Object.entries(schemas).map(([id, { $schema: _dialect, $id: _id, ...schema }]) => [
        id,
        schema,
      ]),
    ),
  };
}
