import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import * as z from "zod";

/** What a file holds, or what is wrong with it; never throws for a file that is not as it should be. */
export type JsonFile<Value> =
  | { readonly value: Value; readonly problem: null }
  | { readonly value: null; readonly problem: string };

/** Reads a JSON file that may be missing, cut or of another layout. */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<JsonFile<z.infer<Schema>>> {
  const fail = (what: string) => ({ value: null, problem: `${basename(file)} ${what}` });
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return fail("is missing");
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail("is not JSON");
  }
  const result = schema.safeParse(json);
  if (result.success) return { value: result.data, problem: null };
  const path = result.error.issues[0]?.path.join(".");
  return fail(path ? `has something else as ${path}` : "has something else");
}
