/** The files of a compiled MeCab dictionary that decide how a text is cut. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import type { MecabFiles } from "@kanjo/shared/compiler/read-mecab";
import { KanjoError } from "@kanjo/shared/error";

const MECAB_FILES = ["sys.dic", "unk.dic", "matrix.bin", "char.bin"] as const;

/** @throws KanjoError `dictionary-missing` when one of the files is not there */
export async function requireMecabFolder(folder: string): Promise<void> {
  await named(folder, Promise.all(MECAB_FILES.map((name) => access(join(folder, name)))));
}

/** @throws KanjoError `dictionary-missing` naming the file that is not there */
export async function readMecabFolder(folder: string): Promise<MecabFiles> {
  const read = (name: string): Promise<Uint8Array> => named(folder, readFile(join(folder, name)));
  return {
    "sys.dic": await read("sys.dic"),
    "unk.dic": await read("unk.dic"),
    "matrix.bin": await read("matrix.bin"),
    "char.bin": await read("char.bin"),
  };
}

/** SHA-256 of each file. @throws KanjoError `dictionary-missing` naming the file that is not there */
export async function digestMecabFolder(folder: string): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const name of MECAB_FILES) {
    const hash = createHash("sha256");
    await named(folder, pipeline(createReadStream(join(folder, name)), hash));
    digests[name] = hash.digest("hex");
  }
  return digests;
}

async function named<T>(folder: string, reading: Promise<T>): Promise<T> {
  return reading.catch((cause: unknown) => {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) throw cause;
    throw new KanjoError("dictionary-missing", `${folder}: no compiled MeCab dictionary`, {
      hint: `A folder with ${MECAB_FILES.join(", ")} is expected, such as unidic_lite.DICDIR in Python, or /var/lib/mecab/dic/ipadic-utf8.`,
      cause,
    });
  });
}
