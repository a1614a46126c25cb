/**
 * The dictionaries that the oracle's Python has, compiled. That takes seconds, so
 * what was compiled is kept beside the trainer's: under a name made of the source
 * files and of the code that compiles them.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import * as z from "zod";

import { compileDictionary } from "../../src/compiler/compile-dictionary.ts";
import type { MecabSource } from "../../src/compiler/mecab-source.ts";
import { readMecabSource } from "../../src/compiler/read-mecab/read-mecab-source.ts";
import { PythonScript, whyNoOracle } from "./python.ts";

/** As `mecab_dic` names them. */
export const DICTIONARY_NAMES = ["unidic_lite", "ipadic"] as const;
export type DictionaryName = (typeof DICTIONARY_NAMES)[number];

/** Path of each compiled dictionary; those that are not installed are left out. */
export type DictionaryPaths = Partial<Record<DictionaryName, string>>;

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const sources = fileURLToPath(new URL("../../src/", import.meta.url));
const cache = join(root, ".kanjo/test-dictionaries");
const samples = join(root, "datasets/kanjo-reviews/train.jsonl");

/** What was compiled by other code is kept as long, because a test may be reading it. */
const KEPT_MS = 3_600_000;

const FILES = ["sys.dic", "unk.dic", "matrix.bin", "char.bin"] as const;

/** Compiles what is not compiled yet. */
export async function compileInstalled(): Promise<DictionaryPaths> {
  if (whyNoOracle() !== undefined) return {};
  const listed = await new PythonScript("mecab_dictionary.py", ["list"]).read();
  const folders = z.record(z.string(), z.string()).parse(listed);
  const paths: DictionaryPaths = {};
  for (const name of DICTIONARY_NAMES) {
    const folder = folders[name];
    if (folder !== undefined) paths[name] = await compileOnce(name, folder);
  }
  return paths;
}

async function compileOnce(name: DictionaryName, folder: string): Promise<string> {
  const path = join(cache, `${name}-${digestInputs(folder)}.kjd`);
  if (existsSync(path)) return path;
  forgetOld();
  const sampleTexts = readLines(samples).map((line) => Sample.parse(JSON.parse(line)).text);
  const options = { name, licence: "", sources: {}, sampleTexts };
  const bytes = await compileDictionary(readSource(folder), options);
  mkdirSync(cache, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, bytes);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}

const Sample = z.object({ text: z.string() });

function readSource(folder: string): MecabSource {
  const read = (file: string): Uint8Array => readFileSync(join(folder, file));
  return readMecabSource({
    "sys.dic": read("sys.dic"),
    "unk.dic": read("unk.dic"),
    "matrix.bin": read("matrix.bin"),
    "char.bin": read("char.bin"),
  });
}

function digestInputs(folder: string): string {
  const hash = createHash("sha256");
  for (const file of FILES) {
    const { size, mtimeMs } = statSync(join(folder, file));
    hash.update(`${folder} ${file} ${size} ${mtimeMs}\n`);
  }
  for (const file of globSync("{compiler,segmenter}/**/*.ts", { cwd: sources }).sort()) {
    if (!file.endsWith(".test.ts")) hash.update(readFileSync(join(sources, file)));
  }
  return hash.update(readFileSync(samples)).digest("hex").slice(0, 12);
}

function forgetOld(): void {
  for (const file of globSync("*", { cwd: cache })) {
    const path = join(cache, file);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}

function readLines(path: string): string[] {
  return readFileSync(path, "utf8").trimEnd().split("\n");
}
