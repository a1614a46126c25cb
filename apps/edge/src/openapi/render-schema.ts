import { html } from "hono/html";

import type { Schema } from "./api-document.ts";

export type Html = ReturnType<typeof html>;

/** The members of an object, or what else the schema is, as a list. */
export function renderRows(schema: Schema): Html {
  const { properties, required = [], description = "" } = schema;
  if (properties === undefined) return html`<p>${renderType(schema)}. ${description}</p>`;
  const rows = Object.entries(properties).map(([name, member]) => {
    const property = toSchema(member);
    return html`<dt>
        <code>${name}</code> ${renderType(property)}${required.includes(name) ? "" : ", optional"}
      </dt>
      <dd>${property.description ?? ""}</dd>`;
  });
  return html`<dl>${rows}</dl>`;
}

/** A schema in a few words, with links to the named ones. */
export function renderType(schema: Schema): Html {
  const { $ref, anyOf, allOf, items, enum: values, type } = schema;
  if ($ref !== undefined) return renderLink($ref);
  if (anyOf !== undefined) return join(anyOf.map(toSchema).map(renderType), " or ");
  if (allOf !== undefined) return renderAll(allOf.map(toSchema));
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`;
  if (values !== undefined) return html`${values.map((value) => JSON.stringify(value)).join(", ")}`;
  if (items !== undefined && !Array.isArray(items) && typeof items === "object") {
    return html`${writeRange(schema.minItems, schema.maxItems)}array of ${renderType(items)}`;
  }
  if (type === "number" || type === "integer") {
    return html`${type}${writeBounds(schema.minimum, schema.maximum)}`;
  }
  if (typeof schema.additionalProperties === "object") {
    return html`map of ${renderType(schema.additionalProperties)}`;
  }
  return html`${type ?? "anything"}`;
}

/** A problem's schema is the named one and the types that it can have. */
function renderAll(schemas: readonly Schema[]): Html {
  const types = schemas.flatMap(
    ({ properties = {} }) => toSchema(properties["type"] ?? {}).enum ?? [],
  );
  const named = schemas.filter(({ $ref }) => $ref !== undefined).map(renderType);
  const links = types.map((type) => {
    const name = String(type).split("/").at(-1) ?? "";
    return html`<a href="#${name}">${name}</a>`;
  });
  return html`${join(named, " and ")}: ${join(links, ", ")}`;
}

function renderLink(reference: string): Html {
  const name = reference.split("/").at(-1) ?? "";
  return html`<a href="#${name}">${name}</a>`;
}

function join(parts: readonly Html[], separator: string): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`))}`;
}

function writeRange(least: number | undefined, most: number | undefined): string {
  return most === undefined ? "" : `${least ?? 0} to ${most}, `;
}

/** What bounds every integer of JavaScript is not told. */
function writeBounds(least: number | undefined, most: number | undefined): string {
  if (least === undefined) return "";
  return most === undefined || most === Number.MAX_SAFE_INTEGER
    ? `, ${least} or more`
    : `, ${least} to ${most}`;
}

function toSchema(schema: Schema | boolean): Schema {
  return typeof schema === "boolean" ? {} : schema;
}
