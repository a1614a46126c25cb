import { writeAtomically } from "./write-atomically.ts";

/** Writes a JSON file for people, too, that is either whole or not there; makes its folder. */
export function writeJson(file: string, value: unknown): Promise<void> {
  return writeAtomically(file, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`));
}
