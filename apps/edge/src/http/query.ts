import * as z from "zod";

import type { Problem } from "./problem.ts";
import { problems } from "./problems.ts";
import { type Result, refuse, succeed } from "./result.ts";

/**
 * Reads a query string by a strict schema of strings. Stricter than
 * `URLSearchParams`, which takes a replacement character for what it cannot decode.
 * @param search from the `?` on, or empty
 * @param explain what is wrong with a known parameter; null for what the schema says
 */
export function parseQuery<Shape extends z.ZodRawShape>(
  search: string,
  schema: z.ZodObject<Shape, z.core.$strict>,
  explain: (parameter: string, value: string | undefined) => Problem | null = () => null,
): Result<z.output<z.ZodObject<Shape, z.core.$strict>>> {
  const pairs = decodePairs(search);
  if (pairs === null) return refuse(problems.malformedQuery());
  const names = pairs.map(([name]) => name);
  const unknown = names.filter((name) => !Object.hasOwn(schema.shape, name));
  if (unknown.length > 0) {
    return refuse(problems.unknownParameters([...new Set(unknown)], Object.keys(schema.shape)));
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    const count = names.filter((name) => name === repeated).length;
    return refuse(problems.repeatedParameter(repeated, count));
  }
  const values = Object.fromEntries(pairs);
  const result = schema.safeParse(values);
  if (result.success) return succeed(result.data);
  const { path, message } = result.error.issues[0] ?? { path: [], message: "is invalid" };
  const parameter = String(path[0] ?? "");
  return refuse(
    explain(parameter, values[parameter]) ?? problems.invalidParameter(parameter, message),
  );
}

function decodePairs(search: string): [name: string, value: string][] | null {
  const pairs = search.slice(1).split("&");
  try {
    return pairs.filter((pair) => pair !== "").map(decodePair);
  } catch {
    return null;
  }
}

function decodePair(pair: string): [name: string, value: string] {
  const [name = "", ...rest] = pair.replaceAll("+", " ").split("=");
  return [decodeURIComponent(name), decodeURIComponent(rest.join("="))];
}
