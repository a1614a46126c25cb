import { readFile } from "node:fs/promises";

import { sha256 } from "@kanjo/shared/digest";
import { KanjoError } from "@kanjo/shared/error";
import { type Dictionary, openDictionary, verifyDictionary } from "@kanjo/shared/segmenter";

/** A compiled dictionary and the file that it was opened from. */
export interface DictionaryFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly dictionary: Dictionary;
}

/**
 * Reads, verifies and opens a compiled dictionary.
 * @throws KanjoError `dictionary-missing`, `dictionary-invalid`, `dictionary-version-unsupported` with the file
 */
export async function openDictionaryFile(file: string): Promise<DictionaryFile> {
  const bytes = await readBytes(file);
  try {
    await verifyDictionary(bytes);
    const dictionary = openDictionary(bytes);
    return { file, bytes: bytes.length, sha256: await sha256(bytes), dictionary };
  } catch (cause) {
    if (!(cause instanceof KanjoError)) throw cause;
    const hint = cause.hint === undefined ? {} : { hint: cause.hint };
    throw new KanjoError(cause.code, `${file}: ${cause.message}`, { ...hint, cause });
  }
}

async function readBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new KanjoError("dictionary-missing", `${file}: cannot be read`, {
      hint: "Make one with: pnpm --filter trainer dictionary build --out FILE.",
      cause,
    });
  }
}
