/** The compiled dictionaries in a test. */
import { readFileSync } from "node:fs";

import { inject } from "vitest";

import { type Dictionary, openDictionary } from "../../src/segmenter/dictionary.ts";
import { DICTIONARY_NAMES, type DictionaryName } from "./compiled-dictionaries.ts";
import { whyNoOracle } from "./python.ts";

/** Its bytes; undefined, with a reason on stderr, where it is not installed. */
function readCompiled(name: DictionaryName): Uint8Array | undefined {
  const path = inject("dictionaries")[name];
  if (path !== undefined) return readFileSync(path);
  process.stderr.write(`skipped: ${name}, ${whyNoOracle() ?? "it is not installed"}\n`);
  return undefined;
}

export interface NamedDictionary {
  readonly name: DictionaryName;
  readonly dictionary: Dictionary;
}

/** Opens those that are installed. */
export function openInstalled(): NamedDictionary[] {
  return DICTIONARY_NAMES.flatMap((name) => {
    const bytes = readCompiled(name);
    return bytes === undefined ? [] : [{ name, dictionary: openDictionary(bytes) }];
  });
}
