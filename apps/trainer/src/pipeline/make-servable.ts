import type { ClassificationDataset } from "../dataset/dataset.ts";
import type { ServableModel } from "../inference/servable-model.ts";
import type { Recipe } from "../recipe/recipe.ts";
import type { ServedTokenizer } from "./trim-vocabulary.ts";

type TokenizerFiles = Pick<ServedTokenizer, "config" | "vocabularyFile" | "dictionaryFile">;

/** An exported file with what makes texts into its input and its output into labels. */
export function makeServable(
  modelFile: string,
  { config, vocabularyFile, dictionaryFile }: TokenizerFiles,
  { labels }: Pick<ClassificationDataset, "labels">,
  { tokenizer }: Pick<Recipe, "tokenizer">,
): ServableModel {
  return {
    modelFile,
    vocabularyFile,
    dictionaryFile,
    tokenizer: config,
    labels,
    maxTokens: tokenizer.max_tokens,
  };
}
