/**
 * Files that take long to make are kept in a folder that is named by the digest of
 * everything that goes into them. The folder gets its name when all of it is there;
 * `entry.json` lists its files, and one that is not what it was is made anew.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { Sha256 } from "@kanjo/shared/digest";
import * as z from "zod";

import { readJson } from "../read-json.ts";
import { digestFile, isWhole } from "../verify-file.ts";

const ENTRY = "entry.json";

const Files = z.record(z.string(), z.object({ bytes: z.int().nonnegative(), sha256: Sha256 }));

export interface Kept<Result> {
  readonly dir: string;
  readonly result: Result;
  /** False when it was made just now. */
  readonly isFromCache: boolean;
}

/**
 * @param dir what is kept by this name is what `make` writes
 * @param schema of the result, which is kept as JSON
 * @param make writes the files into the folder that it is given
 */
export async function keepOnce<Result>(
  dir: string,
  schema: z.ZodType<Result>,
  make: (folder: string) => Promise<Result>,
): Promise<Kept<Result>> {
  const kept = await readEntry(dir, schema);
  if (kept !== null) return { dir, result: kept, isFromCache: true };
  const partial = `${dir}.${randomUUID()}.partial`;
  await mkdir(partial, { recursive: true });
  try {
    const result = await make(partial);
    const entry = { files: await describeFiles(partial), result };
    await writeFile(join(partial, ENTRY), JSON.stringify(entry));
    // Another process may have made the same meanwhile, and be reading it.
    const other = await readEntry(dir, schema);
    if (other === null) await replace(partial, dir);
    return { dir, result: other ?? result, isFromCache: false };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Null for what is damaged or not there. */
async function readEntry<Result>(dir: string, schema: z.ZodType<Result>): Promise<Result | null> {
  const { value: entry } = await readJson(
    join(dir, ENTRY),
    z.object({ files: Files, result: schema }),
  );
  for (const [name, file] of Object.entries(entry?.files ?? {})) {
    if (!(await isWhole(join(dir, name), file))) return null;
  }
  return entry?.result ?? null;
}

async function describeFiles(folder: string): Promise<z.infer<typeof Files>> {
  const files: z.infer<typeof Files> = {};
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    files[name] = { bytes: (await stat(path)).size, sha256: await digestFile(path) };
  }
  return files;
}

async function replace(partial: string, dir: string): Promise<void> {
  const old = `${dir}.${randomUUID()}.old`;
  await rename(dir, old).catch(ignore("ENOENT"));
  await rename(partial, dir).catch(ignore("ENOTEMPTY", "EEXIST"));
  await rm(old, { recursive: true, force: true });
}

function ignore(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    if (error instanceof Error && "code" in error && codes.includes(String(error.code))) return;
    throw error;
  };
}
