import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The interpreter of `pnpm bench`, which brings the peers in Python and the dictionaries. */
export const python =
  process.env["KANJO_PYTHON"] ??
  fileURLToPath(new URL("../../../.kanjo/python/bin/python", import.meta.url));

/** Folder of an installed dictionary, `unidic_lite` or `ipadic`: MeCab is given the same one as ours. */
export async function findDictionaryFolder(name: string): Promise<string> {
  const { stdout } = await run(python, ["-c", `import ${name}; print(${name}.DICDIR)`]);
  return stdout.trim();
}
