/** What the tokenizer adds to a worker's bundle. */
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { measureSizes, type Sizes } from "./artifact.ts";

const entry = `
export { openDictionary } from "@kanjo/shared/segmenter";
export { loadTokenizer } from "@kanjo/shared/tokenizer/load";
`;

export interface CodeSize extends Sizes {
  /** Packages that got into the bundle; there should be none. */
  readonly packages: readonly string[];
}

/** Bytes of `openDictionary` and `loadTokenizer`, bundled and minified. */
export async function measureCodeSize(): Promise<CodeSize> {
  const result = await build({
    stdin: { contents: entry, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    write: false,
    metafile: true,
  });
  const names = Object.keys(result.metafile.inputs).map(
    (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1],
  );
  const packages = [...new Set(names.filter((name) => name !== undefined))];
  const [output] = result.outputFiles;
  return { ...(await measureSizes(output?.contents ?? new Uint8Array())), packages };
}
