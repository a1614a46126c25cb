/** Compiles MeCab's dictionaries before the first test that may ask for them. */
import type { TestProject } from "vitest/node";

import { compileInstalled, type DictionaryPaths } from "../oracle/compiled-dictionaries.ts";

export default async function setup(project: TestProject): Promise<void> {
  project.provide("dictionaries", await compileInstalled());
}

declare module "vitest" {
  export interface ProvidedContext {
    dictionaries: DictionaryPaths;
  }
}
