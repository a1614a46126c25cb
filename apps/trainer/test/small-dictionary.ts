import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { compileDictionary } from "@kanjo/shared/compiler";
import { type Dictionary, openDictionary } from "@kanjo/shared/segmenter";

import {
  makeSource,
  SMALL_DICTIONARY,
  writeMecabFiles,
} from "../../../packages/shared/test/fixtures/mecab-files.ts";

/** The bytes of a compiled dictionary of a few words. */
export function compileSmallDictionary(name: string, licence = "test"): Promise<Uint8Array> {
  const options = { name, licence, sources: {}, sampleTexts: ["すもももももももものうち"] };
  return compileDictionary(makeSource(SMALL_DICTIONARY), options);
}

export async function openSmallDictionary(name = "small"): Promise<Dictionary> {
  return openDictionary(await compileSmallDictionary(name));
}

/** The same as MeCab's own files. */
export async function writeSmallMecabFolder(folder: string): Promise<void> {
  for (const [name, bytes] of Object.entries(writeMecabFiles(SMALL_DICTIONARY))) {
    await writeFile(join(folder, name), bytes);
  }
}
