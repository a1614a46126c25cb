import { Identifier } from "@kanjo/shared/manifest/identifier";
import { describeIssues } from "@kanjo/shared/zod-issues";
import { InvalidArgumentError } from "commander";

/** For options and arguments that become parts of object keys. */
export function parseIdentifier(value: string): string {
  const result = Identifier.safeParse(value);
  if (result.success) return value;
  throw new InvalidArgumentError(describeIssues(result.error));
}
