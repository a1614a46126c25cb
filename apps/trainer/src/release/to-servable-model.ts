import { join } from "node:path";

import type { ServableModel } from "../inference/servable-model.ts";
import type { Release } from "./release.ts";

/** What of a release makes texts into answers. */
export function toServableModel({ dir, manifest }: Release): ServableModel {
  const { entrypoints, tokenizer, labels, maxTokens } = manifest;
  const { model, vocabulary, dictionary } = entrypoints;
  return {
    modelFile: join(dir, model),
    vocabularyFile: join(dir, vocabulary),
    dictionaryFile: dictionary === undefined ? null : join(dir, dictionary),
    tokenizer,
    labels,
    maxTokens,
  };
}
