import { describeIssues } from "@kanjo/shared/zod-issues";
import type { ZodType } from "zod";

import { dataError } from "../data-error.ts";

export interface JsonRecord {
  readonly record: Readonly<Record<string, unknown>>;
  /** `file:line` */
  readonly source: string;
}

/** One JSON object a line; empty lines are passed over. @throws KanjoError `data-invalid` with the line */
export function readJsonLines(content: string, name: string): JsonRecord[] {
  return content.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const source = `${name}:${index + 1}`;
    return [{ record: parseJsonObject(line, source), source }];
  });
}

/** @throws KanjoError `data-invalid` with the line and the field */
export function parseRecord<Parsed>(
  schema: ZodType<Parsed>,
  { record, source }: JsonRecord,
): Parsed {
  const result = schema.safeParse(record);
  if (result.success) return result.data;
  throw dataError(`${source}: ${describeIssues(result.error)}`, undefined, result.error);
}

/** @throws KanjoError `data-invalid` with the source */
export function parseJsonObject(line: string, source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw dataError(`${source}: not JSON`, "Expected a JSON object; JSONL has one a line.", cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw dataError(`${source}: expected a JSON object`);
  }
  return { ...value };
}
