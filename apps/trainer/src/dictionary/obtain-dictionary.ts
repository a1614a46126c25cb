import { KanjoError } from "@kanjo/shared/error";

import { dictionariesDir } from "../paths.ts";
import type { Reporter } from "../terminal/reporter.ts";
import { formatBytes } from "../terminal/reporter.ts";
import { compileOnce } from "./compile-once.ts";
import { findDictionaryPackage } from "./find-dictionary-package.ts";
import { type DictionaryFile, openDictionaryFile } from "./open-dictionary-file.ts";
import { readLicence } from "./read-licence.ts";

export interface DictionaryRequest {
  /** As `mecab_dic` names it. */
  readonly name: string;
  /** A compiled dictionary to use; null looks for the Python package of that name. */
  readonly file: string | null;
  readonly python: string;
}

/**
 * The dictionary of a name: the given file, or the installed package, compiled once.
 * @throws KanjoError `dictionary-missing`, `dictionary-mismatch`, `dictionary-invalid`
 */
export async function obtainDictionary(
  { name, file, python }: DictionaryRequest,
  reporter: Reporter,
): Promise<DictionaryFile> {
  if (file !== null) return openNamed(name, file);
  const folder = await findDictionaryPackage(name, python);
  const source = { name, folder, licence: await readLicence(folder) };
  return compileOnce(source, dictionariesDir, () => reportCompiling(name, reporter));
}

/** Said before the seconds that compiling takes. */
export function reportCompiling(name: string, reporter: Reporter): void {
  reporter.line("dictionary", `compiling ${name}, once`);
}

/** `unidic_lite: 727580 entries of 563385 words, 11.2 MB, .kanjo/dictionaries/...` */
export function describeDictionary({ dictionary, bytes }: DictionaryFile): string {
  const { name, entries, surfaces } = dictionary.info;
  return `${name}: ${entries} entries of ${surfaces} words, ${formatBytes(bytes)}`;
}

async function openNamed(name: string, file: string): Promise<DictionaryFile> {
  const opened = await openDictionaryFile(file);
  const found = opened.dictionary.info.name;
  if (found === name) return opened;
  throw new KanjoError("dictionary-mismatch", `${file} is ${found}, expected ${name}`, {
    hint: "Give the dictionary that mecab_dic names.",
  });
}
