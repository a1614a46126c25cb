/**
 * Compiles a MeCab dictionary, or finds what was compiled before: the file's name
 * is made of everything that goes into it: the compiler's version, too, and Unicode's,
 * whose NFKC decides which surfaces are kept.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";

import { COMPILER_VERSION, compileDictionary } from "@kanjo/shared/compiler";
import { readMecabSource } from "@kanjo/shared/compiler/read-mecab";
import { KanjoError } from "@kanjo/shared/error";

import { digestMecabFolder, readMecabFolder } from "./mecab-folder.ts";
import { type DictionaryFile, openDictionaryFile } from "./open-dictionary-file.ts";
import { readSampleTexts } from "./sample-texts.ts";
import { writeAtomically } from "../write-atomically.ts";

/** A dictionary as MeCab has it. */
export interface DictionarySource {
  /** As `mecab_dic` names it. */
  readonly name: string;
  readonly folder: string;
  /** The notice that has to travel with the data. */
  readonly licence: string;
}

/**
 * @param cacheDir where compiled dictionaries are kept
 * @param onCompile called before the seconds that compiling takes
 * @throws KanjoError `dictionary-missing`, `mecab-file-invalid`
 */
export async function compileOnce(
  source: DictionarySource,
  cacheDir: string,
  onCompile: () => void,
): Promise<DictionaryFile> {
  const { name, folder, licence } = source;
  const options = {
    name,
    licence,
    sampleTexts: await readSampleTexts(),
    sources: await digestMecabFolder(folder),
  };
  const file = join(cacheDir, `${name}-${digestOptions(options).slice(0, DIGEST_PREFIX)}.kjd`);
  const compiled = await openIfSound(file);
  if (compiled !== null) return compiled;

  onCompile();
  const mecab = readMecabSource(await readMecabFolder(folder));
  await writeAtomically(file, await compileDictionary(mecab, options));
  return openDictionaryFile(file);
}

const DIGEST_PREFIX = 12;

function digestOptions(options: Parameters<typeof compileDictionary>[1]): string {
  return createHash("sha256")
    .update(JSON.stringify([COMPILER_VERSION, process.versions.unicode, options]))
    .digest("hex");
}

/** A file that is damaged or in another format is as good as none. */
async function openIfSound(file: string): Promise<DictionaryFile | null> {
  return openDictionaryFile(file).catch((error: unknown) => {
    if (error instanceof KanjoError) return null;
    throw error;
  });
}
