/** The compiled dictionaries, made by the trainer's own command, and what they weigh. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { KanjoError } from "@kanjo/shared/error";

import { findDictionaryFolder, python } from "./python.ts";

const run = promisify(execFile);
const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);
const trainer = fileURLToPath(new URL("../../../apps/trainer/src/main.ts", import.meta.url));

/** As `mecab_dic` names it. */
export type DictionaryName = "unidic_lite" | "ipadic";

/** A compiled dictionary. */
export interface Artifact {
  readonly name: DictionaryName;
  readonly path: string;
  /** MeCab's own files, which it was compiled from. */
  readonly mecabFolder: string;
  readonly sizes: Sizes;
}

/** Bytes. */
export interface Sizes {
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
}

/** Compiles an installed dictionary, or takes what was compiled before. @throws KanjoError `dictionary-missing` */
export async function buildArtifact(name: DictionaryName, folder: string): Promise<Artifact> {
  const path = join(folder, `${name}.kjd`);
  try {
    const args = [trainer, "dictionary", "build", "--name", name, "--out", path];
    const env = { ...process.env, KANJO_PYTHON: python };
    await run(process.execPath, args, { cwd: folder, env });
    const sizes = await measureSizes(await readFile(path));
    return { name, path, mecabFolder: await findDictionaryFolder(name), sizes };
  } catch (cause) {
    throw new KanjoError("dictionary-missing", `${name} could not be compiled`, {
      hint: `The benchmark needs unidic-lite and ipadic in ${python}; see apps/trainer/python/requirements-dev.txt.`,
      cause,
    });
  }
}

/** `gzip -9` and `brotli -q 11`. */
export async function measureSizes(bytes: Uint8Array): Promise<Sizes> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const [gzipped, brotli] = await Promise.all([
    compressGzip(bytes, { level: 9 }),
    compressBrotli(bytes, { params }),
  ]);
  return { raw: bytes.length, gzip: gzipped.length, brotli: brotli.length };
}
