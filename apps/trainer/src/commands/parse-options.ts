import { KanjoError } from "@kanjo/shared/error";
import { describeIssues } from "@kanjo/shared/zod-issues";
import type * as z from "zod";

/**
 * A command's options as its schema has them.
 * @throws KanjoError `usage`
 */
export function parseOptions<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  command: string,
): z.infer<Schema> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new KanjoError("usage", `${command}: ${describeIssues(result.error)}`, {
    hint: `pnpm --filter trainer run ${command} --help lists the options.`,
  });
}
