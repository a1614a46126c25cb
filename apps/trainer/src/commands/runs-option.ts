import { resolve } from "node:path";

import { Option } from "commander";

import { root } from "../paths.ts";

/** `--runs`: the folder in which every run has its own. */
export function createRunsOption(): Option {
  return new Option("--runs <folder>", "where runs are kept").default(
    resolve(root, "runs"),
    "runs/ in the repository",
  );
}
