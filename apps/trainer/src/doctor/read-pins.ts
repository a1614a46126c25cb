import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { engineDir } from "../paths.ts";

/** The engine's distributions and the versions that were tested. */
export async function readPins(): Promise<ReadonlyMap<string, string>> {
  return parsePins(await readFile(join(engineDir, "requirements.txt"), "utf8"));
}

/** Lines `name==version` of a requirements file. */
export function parsePins(text: string): ReadonlyMap<string, string> {
  const lines = text.matchAll(/^([A-Za-z0-9._-]+)==(\S+)/gm);
  return new Map([...lines].map(([, name = "", version = ""]) => [name, version]));
}
