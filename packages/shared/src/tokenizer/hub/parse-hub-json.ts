import type * as z from "zod";

import { KanjoError } from "../../error.ts";
import { describeIssues } from "../../zod-issues.ts";

/** Reads a JSON file of the Hub. @throws KanjoError `tokenizer-config-invalid` naming the file and the fields */
export function parseHubJson<Schema extends z.ZodType>(
  name: string,
  text: string,
  schema: Schema,
): z.infer<Schema> {
  const result = schema.safeParse(parseJson(name, text));
  if (result.success) return result.data;
  throw new KanjoError("tokenizer-config-invalid", `${name}: ${describeIssues(result.error)}`, {
    cause: result.error,
  });
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KanjoError("tokenizer-config-invalid", `${name}: not JSON`, { cause });
  }
}
