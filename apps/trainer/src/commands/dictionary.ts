import { readFile } from "node:fs/promises";
import { resolve } from "node:path";

import { KanjoError } from "@kanjo/shared/error";
import { Command } from "commander";

import { compileOnce, type DictionarySource } from "../dictionary/compile-once.ts";
import { findDictionaryPackage } from "../dictionary/find-dictionary-package.ts";
import { requireMecabFolder } from "../dictionary/mecab-folder.ts";
import { describeDictionary, reportCompiling } from "../dictionary/obtain-dictionary.ts";
import { readLicence } from "../dictionary/read-licence.ts";
import { writeAtomically } from "../write-atomically.ts";
import { dictionariesDir } from "../paths.ts";
import { showPath } from "../terminal/show-path.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { parseIdentifier } from "./parse-identifier.ts";

const EXAMPLES = `
Examples:
  $ pnpm --filter trainer dictionary build
  $ pnpm --filter trainer dictionary build --name ipadic --out ipadic.kjd
  $ pnpm --filter trainer dictionary build --path /var/lib/mecab/dic/ipadic-utf8 \\
      --name ipadic --licence-file /usr/share/doc/mecab-ipadic/copyright

unidic_lite and ipadic are found in the Python environment. What was compiled is
kept in .kanjo/dictionaries and found again as long as its files are the same.`;

const DEFAULT_NAME = "unidic_lite";

/** @param cacheDir where compiled dictionaries are kept */
export function createDictionaryCommand(terminal: Terminal, cacheDir = dictionariesDir): Command {
  const build = new Command("build")
    .description("compile a MeCab dictionary into one compact file")
    .option("--name <name>", `as mecab_dic names it (default: ${DEFAULT_NAME})`, parseIdentifier)
    .option("--path <folder>", "compiled MeCab dictionary instead of the Python package's")
    .option("--licence-file <file>", "licence notice, where the folder has none")
    .option("--out <file>", "write the file here, too")
    .option("--python <interpreter>", "Python that has the package (also KANJO_PYTHON)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", EXAMPLES)
    .action((options: BuildOptions) => buildDictionary(options, cacheDir, terminal));
  return new Command("dictionary").description("MeCab dictionaries").addCommand(build);
}

interface BuildOptions {
  readonly name?: string;
  readonly path?: string;
  readonly licenceFile?: string;
  readonly out?: string;
  readonly json?: true;
}

async function buildDictionary(
  options: BuildOptions,
  cacheDir: string,
  terminal: Terminal,
): Promise<void> {
  const { reporter, callerDir } = terminal;
  const source = await findSource(options, terminal);
  const built = await compileOnce(source, cacheDir, () => reportCompiling(source.name, reporter));
  const file = options.out === undefined ? built.file : resolve(callerDir, options.out);
  if (file !== built.file) await writeAtomically(file, await readFile(built.file));
  if (options.json === true) {
    const { name, entries, surfaces } = built.dictionary.info;
    terminal.printJson({ name, file, entries, surfaces, bytes: built.bytes, sha256: built.sha256 });
    return;
  }
  reporter.line("dictionary", `${describeDictionary(built)}, SHA-256 ${built.sha256}`);
  terminal.print(showPath(file, callerDir));
}

async function findSource(options: BuildOptions, terminal: Terminal): Promise<DictionarySource> {
  const { path, licenceFile } = options;
  if (path !== undefined && options.name === undefined) {
    throw new KanjoError("usage", "--path needs --name: what mecab_dic calls the dictionary", {
      hint: "Such as --name ipadic for /var/lib/mecab/dic/ipadic-utf8.",
    });
  }
  const name = options.name ?? DEFAULT_NAME;
  const folder =
    path === undefined
      ? await findDictionaryPackage(name, terminal.python)
      : resolve(terminal.callerDir, path);
  await requireMecabFolder(folder);
  const licence =
    licenceFile === undefined
      ? await readLicence(folder)
      : await readFile(resolve(terminal.callerDir, licenceFile), "utf8");
  return { name, folder, licence };
}
