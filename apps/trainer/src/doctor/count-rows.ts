/** How much text a recipe trains on, without downloading any. */
import type { Dataset } from "../dataset/dataset.ts";
import { loadDataset } from "../dataset/load-dataset.ts";
import type { DataSource } from "../recipe/data-source.ts";
import type { Recipe } from "../recipe/recipe.ts";

/** Rows of the train split and how long they are. */
export interface TrainingText {
  readonly rows: number;
  /** Mean, special tokens included. */
  readonly tokensPerRow: number;
  /** Whether the data was read; otherwise it is as its authors describe it. */
  readonly isCertain: boolean;
}

/** Rows as published, and a rough mean length; choices and windows are rows of their own. */
const PUBLISHED: Readonly<Partial<Record<DataSource["format"], readonly [number, number]>>> = {
  wrime: [20_149, 27],
  jcola: [6_919, 12],
  jnli: [20_073, 35],
  jsts: [12_451, 35],
  jcommonsenseqa: [8_939 * 5, 25],
  jsquad: [62_859, 180],
};

const SILENT = { line: () => {}, progress: () => {} };

/**
 * The recipe's own files are read; data that would be downloaded is taken as published.
 * @returns null where nothing is known, such as of a data set of the Hub
 * @throws KanjoError for files that cannot be read
 */
export async function measureTrainingText(recipe: Recipe): Promise<TrainingText | null> {
  const { data, labels, tokenizer } = recipe;
  const files = "files" in data ? data.files : null;
  if (files === null) {
    const [rows, tokensPerRow] = PUBLISHED[data.format] ?? [];
    if (rows === undefined || tokensPerRow === undefined) return null;
    return { rows, tokensPerRow, isCertain: false };
  }
  const options = { acceptLicense: false, reporter: SILENT };
  const texts = listTexts(await loadDataset(data, labels, options));
  const perCharacter =
    tokenizer.kind === "bert-japanese" && tokenizer.subword === "character"
      ? 1
      : TOKENS_PER_CHARACTER;
  return {
    rows: texts.length,
    tokensPerRow: estimateTokens(texts, perCharacter, tokenizer.max_tokens),
    isCertain: true,
  };
}

/** Of word pieces: WRIME has 27 tokens in 42 characters. */
const TOKENS_PER_CHARACTER = 0.6;
const SPECIAL_TOKENS = 2;

function estimateTokens(texts: readonly string[], perCharacter: number, most: number): number {
  const lengths = texts.map((text) => Math.min(most, text.length * perCharacter + SPECIAL_TOKENS));
  return lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, texts.length);
}

/** What the model reads in an epoch, a string a row. */
function listTexts(dataset: Dataset): readonly string[] {
  switch (dataset.task) {
    case "classification":
      return dataset.splits.train.map(({ text, pair = "" }) => text + pair);
    case "regression":
      return dataset.splits.train.map(({ text, pair }) => text + pair);
    case "multiple-choice":
      return dataset.splits.train.flatMap(({ text, choices }) =>
        choices.map((choice) => text + choice),
      );
    case "span":
      return dataset.splits.train.map(({ text, context }) => text + context);
  }
}
