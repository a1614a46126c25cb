import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import type * as z from "zod";

import { parseJson } from "../parse-json.ts";

/** What is gone on with, and the verb for it. */
const VERBS = { training: "train", search: "search" } as const;

/**
 * A JSON file without which a run cannot be gone on with.
 * @throws KanjoError `run-missing`, `run-invalid`
 */
export async function readRunFile<Schema extends z.ZodType>(
  dir: string,
  name: string,
  schema: Schema,
  kind: keyof typeof VERBS,
): Promise<z.infer<Schema>> {
  const file = join(dir, name);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new KanjoError("run-missing", `${dir} has no ${name}: it is no ${kind} to go on with`, {
      hint: `Give the folder of an interrupted ${kind}: --resume runs/<version>.`,
      cause,
    });
  });
  const result = schema.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new KanjoError("run-invalid", `${file}: ${describeIssues(result.error)}`, {
    hint: `Another version of the trainer wrote it: ${VERBS[kind]} anew.`,
    cause: result.error,
  });
}
