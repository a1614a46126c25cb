import { dataError } from "../data-error.ts";
import type { Row } from "../dataset.ts";
import { type Columns, readRecord } from "./columns.ts";

/** One JSON object a line; empty lines are passed over. @throws KanjoError `data-invalid` with the line */
export function readJsonl(content: string, columns: Columns, name: string): Row[] {
  return content.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const source = `${name}:${index + 1}`;
    return [readRecord(parseObject(line, source), columns, source)];
  });
}

function parseObject(line: string, source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw dataError(`${source}: not JSON`, "JSONL has one JSON object a line.", cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw dataError(`${source}: expected a JSON object`);
  }
  return { ...value };
}
