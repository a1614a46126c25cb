import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Dictionary } from "@kanjo/shared/segmenter";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import { describeDictionary, obtainDictionary } from "../dictionary/obtain-dictionary.ts";
import type { CharacterTokenizerRecipe, WordPieceTokenizerRecipe } from "../recipe/recipe.ts";
import {
  buildCharacterVocabulary,
  buildWordPieceVocabulary,
} from "../tokenization/build-vocabulary.ts";
import { makeTokenizerConfig } from "../tokenization/tokenizer-config.ts";
import type { TrainingContext } from "./context.ts";

/** A tokenizer and the files that a release has of it. */
export interface PreparedTokenizer {
  readonly config: TokenizerConfig;
  readonly tokenizer: Tokenizer;
  readonly vocabularyFile: string;
  /** Null with character subwords. */
  readonly dictionaryFile: string | null;
}

/**
 * Makes the tokenizer that the recipe asks for, with a vocabulary of the texts.
 * @param texts of the train split
 * @throws KanjoError `dictionary-missing`, `dictionary-mismatch`
 */
export async function prepareTokenizer(
  texts: readonly string[],
  context: TrainingContext,
): Promise<PreparedTokenizer> {
  const { recipe, run } = context;
  const parts = await (recipe.tokenizer.subword === "character"
    ? prepareCharacters(texts, recipe.tokenizer)
    : prepareWordPieces(texts, recipe.tokenizer, context));
  const vocabularyFile = join(run.dataDir, "vocab.txt");
  await writeFile(vocabularyFile, parts.vocabulary);
  const config = makeTokenizerConfig(recipe.tokenizer);
  const tokenizer = loadTokenizer(config, parts);
  return { config, tokenizer, vocabularyFile, dictionaryFile: parts.dictionaryFile };
}

interface TokenizerParts {
  readonly vocabulary: string;
  readonly dictionary?: Dictionary;
  readonly dictionaryFile: string | null;
}

function prepareCharacters(
  texts: readonly string[],
  recipe: CharacterTokenizerRecipe,
): TokenizerParts {
  const vocabulary = buildCharacterVocabulary(texts, recipe.min_frequency);
  return { vocabulary, dictionaryFile: null };
}

async function prepareWordPieces(
  texts: readonly string[],
  recipe: WordPieceTokenizerRecipe,
  { dictionaryFile, python, reporter }: TrainingContext,
): Promise<TokenizerParts> {
  const request = { name: recipe.mecab_dic, file: dictionaryFile, python };
  const opened = await obtainDictionary(request, reporter);
  reporter.line("dictionary", describeDictionary(opened));
  const { dictionary, file } = opened;
  const vocabulary = buildWordPieceVocabulary(texts, dictionary, {
    size: recipe.vocabulary_size,
    minFrequency: recipe.min_frequency,
  });
  return { vocabulary, dictionary, dictionaryFile: file };
}
