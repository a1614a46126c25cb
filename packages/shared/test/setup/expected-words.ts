/** Asks MeCab for the words that the tests in workerd expect. */
import type { TestProject } from "vitest/node";

import type { ExpectedWords } from "../fixtures/find-differing.ts";
import { askForWords } from "../oracle/expected-words.ts";

export default async function setup(project: TestProject): Promise<void> {
  project.provide("expectedWords", await askForWords());
}

declare module "vitest" {
  export interface ProvidedContext {
    expectedWords: ExpectedWords[];
  }
}
