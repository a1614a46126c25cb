import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { VocabularyShape } from "@kanjo/shared/contract/job";
import { KanjoError } from "@kanjo/shared/error";
import type { Tokenizer } from "@kanjo/shared/tokenizer";
import type { TokenizerConfig } from "@kanjo/shared/tokenizer/config";
import { loadTokenizer } from "@kanjo/shared/tokenizer/load";

import type { InheritedTokenizer } from "../base-model/inherited-tokenizer.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { describeDictionary, obtainDictionary } from "../dictionary/obtain-dictionary.ts";
import type { DictionaryFile } from "../dictionary/open-dictionary-file.ts";
import type {
  CharacterTokenizerRecipe,
  InheritedTokenizerRecipe,
  TokenizerRecipe,
  WordPieceTokenizerRecipe,
} from "../recipe/recipe.ts";
import type { RunFolder } from "../run/run-folder.ts";
import {
  buildCharacterVocabulary,
  buildWordPieceVocabulary,
} from "../tokenization/build-vocabulary.ts";
import { describeVocabulary } from "../tokenization/describe-vocabulary.ts";
import { listTexts } from "../tokenization/list-texts.ts";
import { makeTokenizerConfig } from "../tokenization/tokenizer-config.ts";
import type { TrainingContext } from "./context.ts";

/** A tokenizer and the files that a release has of it. */
export interface PreparedTokenizer {
  readonly config: TokenizerConfig;
  readonly tokenizer: Tokenizer;
  readonly vocabularyFile: string;
  /** Null for one that needs none. */
  readonly dictionaryFile: string | null;
  readonly vocabulary: VocabularyShape;
  /** SHA-256 of everything that decides what a text's ids are. */
  readonly digest: string;
}

interface Context extends Pick<TrainingContext, "reporter" | "python" | "dictionaryFile"> {
  readonly recipe: { readonly tokenizer: TokenizerRecipe };
  readonly run: Pick<RunFolder, "dataDir">;
}

/**
 * The tokenizer that the recipe asks for: the inherited one, or one with a vocabulary of the
 * train split's texts.
 * @throws KanjoError `recipe-invalid` when there is none to inherit or its model is too short, `dictionary-missing`, `dictionary-mismatch`
 */
export async function prepareTokenizer(
  dataset: Dataset,
  context: Context,
  inherited: InheritedTokenizer | null,
): Promise<PreparedTokenizer> {
  const { config, vocabulary, dictionary } = await prepareParts(dataset, context, inherited);
  const vocabularyFile = join(context.run.dataDir, "vocab.txt");
  await writeFile(vocabularyFile, vocabulary);
  const tokenizer = loadTokenizer(config, { vocabulary, dictionary: dictionary?.dictionary });
  return {
    config,
    tokenizer,
    vocabularyFile,
    dictionaryFile: dictionary?.file ?? null,
    vocabulary: describeVocabulary(tokenizer, config),
    digest: digestParts(config, vocabulary, dictionary),
  };
}

interface TokenizerParts {
  readonly config: TokenizerConfig;
  /** Text of `vocab.txt`. */
  readonly vocabulary: string;
  readonly dictionary: DictionaryFile | null;
}

function prepareParts(
  dataset: Dataset,
  context: Context,
  inherited: InheritedTokenizer | null,
): Promise<TokenizerParts> {
  const { tokenizer } = context.recipe;
  if (tokenizer.kind === "inherited") return prepareInherited(tokenizer, context, inherited);
  return tokenizer.subword === "character"
    ? prepareCharacters(dataset, tokenizer)
    : prepareWordPieces(dataset, tokenizer, context);
}

async function prepareInherited(
  recipe: InheritedTokenizerRecipe,
  context: Context,
  inherited: InheritedTokenizer | null,
): Promise<TokenizerParts> {
  const { config, vocabulary, dictionaryFile } = requireInherited(recipe, inherited);
  const given = context.dictionaryFile ?? dictionaryFile;
  const dictionary = config.mecabDic === null ? null : await open(config.mecabDic, given, context);
  return { config, vocabulary, dictionary };
}

function requireInherited(
  { max_tokens }: InheritedTokenizerRecipe,
  inherited: InheritedTokenizer | null,
): InheritedTokenizer {
  if (inherited === null) {
    throw new KanjoError(
      "recipe-invalid",
      "tokenizer.kind is inherited, but there is neither a base model nor a teacher to inherit from",
      { hint: "Name a base model or a teacher, or take tokenizer.kind bert-japanese." },
    );
  }
  if (max_tokens <= inherited.maxPositions) return inherited;
  throw new KanjoError(
    "recipe-invalid",
    `tokenizer.max_tokens is ${max_tokens}, the model has ${inherited.maxPositions} positions`,
    { hint: `Set tokenizer.max_tokens to at most ${inherited.maxPositions}.` },
  );
}

async function prepareCharacters(
  dataset: Dataset,
  recipe: CharacterTokenizerRecipe,
): Promise<TokenizerParts> {
  const texts = listTexts(dataset, "train");
  const vocabulary = buildCharacterVocabulary(texts, recipe.min_frequency);
  return { config: makeTokenizerConfig(recipe), vocabulary, dictionary: null };
}

async function prepareWordPieces(
  dataset: Dataset,
  recipe: WordPieceTokenizerRecipe,
  context: Context,
): Promise<TokenizerParts> {
  const dictionary = await open(recipe.mecab_dic, context.dictionaryFile, context);
  const texts = listTexts(dataset, "train");
  const vocabulary = buildWordPieceVocabulary(texts, dictionary.dictionary, {
    size: recipe.vocabulary_size,
    minFrequency: recipe.min_frequency,
  });
  return { config: makeTokenizerConfig(recipe), vocabulary, dictionary };
}

async function open(
  name: string,
  file: string | null,
  { python, reporter }: Context,
): Promise<DictionaryFile> {
  const opened = await obtainDictionary({ name, file, python }, reporter);
  reporter.line("dictionary", describeDictionary(opened));
  return opened;
}

/** Unicode's version decides what NFKC makes of a text. */
function digestParts(
  config: TokenizerConfig,
  vocabulary: string,
  dictionary: DictionaryFile | null,
): string {
  const parts = [config, vocabulary, dictionary?.sha256 ?? null, process.versions.unicode];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
