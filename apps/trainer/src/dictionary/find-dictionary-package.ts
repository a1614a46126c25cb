import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { KanjoError, messageOf } from "@kanjo/shared/error";

const run = promisify(execFile);

/** `mecab_dic` of transformers to the PyPI distribution and its version that carries the dictionary. */
const PACKAGES: Readonly<Record<string, string>> = {
  unidic_lite: "unidic-lite==1.0.8",
  ipadic: "ipadic==1.0.0",
};

/** Names that are found without a path. */
export const PACKAGED_DICTIONARIES = Object.keys(PACKAGES);

/**
 * Folder of a dictionary that is installed as a Python package.
 * @param python interpreter to ask
 * @throws KanjoError `dictionary-missing` when the package is not there, or there is none of that name
 */
export async function findDictionaryPackage(name: string, python: string): Promise<string> {
  const distribution = PACKAGES[name];
  if (distribution === undefined) {
    throw new KanjoError(
      "dictionary-missing",
      `no Python package is known for dictionary ${name}`,
      {
        hint: `Found by themselves: ${PACKAGED_DICTIONARIES.join(", ")}. Compile others by path: trainer dictionary build --path FOLDER --name ${name}, then give the file with --dictionary.`,
      },
    );
  }
  try {
    const { stdout } = await run(python, ["-c", `import ${name}; print(${name}.DICDIR)`]);
    return stdout.trim();
  } catch (cause) {
    throw new KanjoError(
      "dictionary-missing",
      `${python} has no package ${name}: ${lastLine(messageOf(cause))}`,
      {
        hint: `Install it (${python} -m pip install ${distribution}), or give the dictionary's folder with --path or a compiled one with --dictionary.`,
        cause,
      },
    );
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
